-- What is ordered: items by their stock number, else by their name; unknown ones are added
-- Reads        import_statement, import_key
-- Writes       item, also the stock number of one that had none | import_item: the item of each
--              stock number and name that were said
-- Repeatable   an item that is there is not added again, and is not renamed
DROP TABLE IF EXISTS import_item, import_new_item;
CREATE TEMPORARY TABLE import_item ON COMMIT DROP AS
SELECT DISTINCT coalesce(s.nsn, '') AS nsn, coalesce(btrim(s.item), '') AS name, NULL::bigint AS id
  FROM import_statement AS s
  JOIN import_key AS k ON k.name = coalesce(nullif(s.document_number, ''), s.reference)
 WHERE s.nsn <> '' OR btrim(s.item) <> '';
ANALYZE import_item;
-- Stock numbers that nobody has recorded, each with its name; a name is one item's alone.
CREATE TEMPORARY TABLE import_new_item ON COMMIT DROP AS
SELECT nsn, name, row_number() OVER (PARTITION BY name ORDER BY nsn) = 1 AS is_first
  FROM (SELECT i.nsn,
               coalesce(nullif(max(i.name COLLATE "C"), ''), format('%%s-%%s-%%s-%%s',
                   left(i.nsn, 4), substr(i.nsn, 5, 2), substr(i.nsn, 7, 3), right(i.nsn, 4))
               ) AS name
          FROM import_item AS i
          LEFT JOIN shipments_item AS known ON known.nsn = i.nsn
         WHERE i.nsn <> '' AND known.id IS NULL
         GROUP BY i.nsn) AS unknown;
ANALYZE import_new_item;
UPDATE shipments_item AS item
   SET nsn = n.nsn
  FROM import_new_item AS n
 WHERE item.name = n.name AND item.nsn IS NULL AND n.is_first;
INSERT INTO shipments_item (name, nsn, is_major_defense_equipment)
SELECT name, nsn, NULL
  FROM (SELECT n.nsn,
               CASE WHEN n.is_first AND taken.id IS NULL THEN n.name
                    ELSE left(n.name, 380) || ', ' || n.nsn END AS name
          FROM import_new_item AS n
          LEFT JOIN shipments_item AS taken ON taken.name = n.name
         WHERE taken.nsn IS DISTINCT FROM n.nsn
         UNION ALL
        SELECT NULL, i.name
          FROM import_item AS i
          LEFT JOIN shipments_item AS known ON known.name = i.name
          LEFT JOIN import_new_item AS n ON n.name = i.name AND n.is_first
         WHERE i.nsn = '' AND known.id IS NULL AND n.nsn IS NULL) AS added
-- In one order, so that two files at once do not wait for each other in a ring.
 ORDER BY name COLLATE "C"
    ON CONFLICT DO NOTHING;
UPDATE import_item AS i
   SET id = known.id FROM shipments_item AS known WHERE i.nsn <> '' AND known.nsn = i.nsn;
UPDATE import_item AS i
   SET id = known.id
  FROM shipments_item AS known
 WHERE i.id IS NULL AND i.name <> '' AND known.name = i.name
