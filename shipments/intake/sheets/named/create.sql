-- Record the items that were not known: by their name, else under their stock number.
-- Reads        import_line, import_named
-- Writes       item
INSERT INTO shipments_item (id, name, nsn)
SELECT DISTINCT item_id, new_name, new_nsn
  FROM import_named
 WHERE is_new AND line IN (SELECT line FROM import_line)
 ORDER BY item_id
