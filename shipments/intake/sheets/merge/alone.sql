-- Wait for another import of this kind: of two that name the same new thing the second finds it.
SELECT pg_advisory_xact_lock(hashtextextended('import of /* table */', 0))
