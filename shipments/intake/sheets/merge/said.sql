-- What the lines say, field by field. What is left blank is not said. Where that has to be
-- something, it is said since before all else, so that whatever anybody says holds against it.
-- Reads        import_line | import_of: what each line is about, and since when it is said
-- Writes       import_said
DROP TABLE IF EXISTS pg_temp.import_said;
CREATE TEMPORARY TABLE import_said ON COMMIT DROP AS
SELECT r.line, about.subject_id, said.field, said.value, said.rank,
       CASE WHEN said.is_assumed THEN 'epoch' ELSE about.said_at END AS said_at,
       false AS is_in_ledger
  FROM import_line AS r
  JOIN import_of AS about ON about.line = r.line
 CROSS JOIN LATERAL (VALUES /* said */) AS said (field, value, rank, is_assumed)
 WHERE said.value <> '';
ANALYZE import_said
