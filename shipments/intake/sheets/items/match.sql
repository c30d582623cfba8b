-- Which item each line is about.
-- Reads        import_line, import_named, item
-- Writes       import_of
DROP TABLE IF EXISTS pg_temp.import_of;
CREATE TEMPORARY TABLE import_of ON COMMIT DROP AS
SELECT named.line, named.item_id AS subject_id, named.is_new,
       coalesce(r.as_of, %(reported_at)s) AS said_at,
       coalesce(r.name, known.name, named.new_name) AS label
  FROM import_named AS named
  JOIN import_line AS r ON r.line = named.line
  LEFT JOIN shipments_item AS known ON known.id = named.item_id;
ANALYZE import_of
