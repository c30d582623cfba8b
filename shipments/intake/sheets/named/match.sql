-- Which item each line names: by its stock number, else by its name. A line that has only one of
-- the two goes with those of the file that have both.
-- Reads        import_line, item
-- Writes       import_named
DROP TABLE IF EXISTS pg_temp.import_named;
CREATE TEMPORARY TABLE import_named ON COMMIT DROP AS
WITH known AS (
    SELECT r.line, r./* name */ AS name, r.nsn, coalesce(numbered.id, called.id) AS id
      FROM import_line AS r
      LEFT JOIN shipments_item AS numbered ON numbered.nsn = r.nsn
      LEFT JOIN shipments_item AS called ON called.name = r./* name */
),
numbered AS (
    SELECT nsn, min(id) AS id FROM known WHERE nsn IS NOT NULL GROUP BY nsn
),
called AS (
    SELECT name, min(nsn) AS nsn FROM known WHERE name IS NOT NULL GROUP BY name
),
keyed AS (
    SELECT known.line, known.name, coalesce(known.nsn, called.nsn) AS nsn,
           coalesce(known.nsn, called.nsn, 'called ' || known.name) AS key,
           coalesce(known.id, numbered.id) AS id
      FROM known
      LEFT JOIN called ON called.name = known.name
      LEFT JOIN numbered ON numbered.nsn = coalesce(known.nsn, called.nsn)
),
new AS (
    SELECT each.*, nextval('shipments_item_id_seq') AS id
      FROM (SELECT key, min(nsn) AS nsn, min(name) AS name
              FROM keyed WHERE id IS NULL GROUP BY key) AS each
)
SELECT keyed.line, coalesce(keyed.id, new.id) AS item_id, keyed.id IS NULL AS is_new,
       coalesce(new.name, regexp_replace(new.nsn, '^(....)(..)(...)(....)$', '\1-\2-\3-\4'))
       AS new_name, new.nsn AS new_nsn
  FROM keyed
  LEFT JOIN new ON keyed.id IS NULL AND new.key = keyed.key;
ANALYZE import_named
