-- shipments/expedite/candidates/slipping.sql
-- It moved so often or so far.
s.promises_moved_later >= %(slipping_times)s::int OR s.promises_moved_days >= %(slipping_days)s::int
