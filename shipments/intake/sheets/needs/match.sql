-- Which need each line is about: by its reference and item.
-- Reads        import_line, import_named, need
-- Writes       import_of
DROP TABLE IF EXISTS pg_temp.import_of;
CREATE TEMPORARY TABLE import_of ON COMMIT DROP AS
WITH new AS (
    SELECT each.reference, each.item_id, nextval('shipments_need_id_seq') AS id
      FROM (SELECT DISTINCT r.reference, named.item_id
              FROM import_line AS r JOIN import_named AS named ON named.line = r.line) AS each
     WHERE NOT EXISTS (SELECT FROM shipments_need AS known
                        WHERE (known.reference, known.item_id) = (each.reference, each.item_id))
)
SELECT r.line, coalesce(known.id, new.id) AS subject_id, known.id IS NULL AS is_new,
       coalesce(r.as_of, %(reported_at)s) AS said_at, r.reference AS label, r.reference,
       named.item_id
  FROM import_line AS r
  JOIN import_named AS named ON named.line = r.line
  LEFT JOIN shipments_need AS known
         ON known.reference = r.reference AND known.item_id = named.item_id
  LEFT JOIN new ON new.reference = r.reference AND new.item_id = named.item_id;
ANALYZE import_of
