-- Which site each line is about, by its name and city.
-- Reads        import_line, contractor
-- Writes       import_of
DROP TABLE IF EXISTS pg_temp.import_of;
CREATE TEMPORARY TABLE import_of ON COMMIT DROP AS
WITH new AS (
    SELECT each.name, each.city, nextval('shipments_contractor_id_seq') AS id
      FROM (SELECT DISTINCT name, coalesce(city, '') AS city FROM import_line) AS each
     WHERE NOT EXISTS (SELECT FROM shipments_contractor AS known
                        WHERE (known.name, known.city) = (each.name, each.city))
)
SELECT r.line, coalesce(known.id, new.id) AS subject_id, known.id IS NULL AS is_new,
       coalesce(r.as_of, %(reported_at)s) AS said_at, concat_ws(', ', r.name, r.city) AS label,
       r.name, coalesce(r.city, '') AS city
  FROM import_line AS r
  LEFT JOIN shipments_contractor AS known
         ON known.name = r.name AND known.city = coalesce(r.city, '')
  LEFT JOIN new ON new.name = r.name AND new.city = coalesce(r.city, '');
ANALYZE import_of
