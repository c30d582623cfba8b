-- What stands, field by field, and since when it is said. Of a row that no file or person is on
-- record for, it is said since it was recorded. A blank was said only where that is on record.
-- Reads        import_of | the kind's table, stated
-- Writes       import_stands; what a ledger holds, a kind adds itself
DROP TABLE IF EXISTS pg_temp.import_stands;
CREATE TEMPORARY TABLE import_stands ON COMMIT DROP AS
SELECT r.id AS subject_id, stands.field, coalesce(stands.value, '') AS value,
       coalesce(stands.rank, '') AS rank,
       CASE WHEN stated.fields ? stands.field THEN (stated.fields ->> stands.field)::timestamptz
            ELSE coalesce(stated.said_at, /* since */) END AS said_at,
       false AS is_in_ledger
  FROM (SELECT DISTINCT subject_id FROM import_of WHERE NOT is_new) AS about
  JOIN /* table */ AS r ON r.id = about.subject_id
  LEFT JOIN shipments_stated AS stated ON stated.kind = '/* kind */' AND stated.subject_id = r.id
 CROSS JOIN LATERAL (VALUES /* stands */) AS stands (field, value, rank)
 WHERE stands.value <> '' OR stated.fields ? stands.field;
ANALYZE import_stands
