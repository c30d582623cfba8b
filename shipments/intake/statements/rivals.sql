-- The statements that have to be weighed against others, with the names of what they name
-- Reads        import_said | item, case, contract, contractor, lane, place
SELECT r.*,
       /* names */
  FROM import_said AS r
  /* named r */
