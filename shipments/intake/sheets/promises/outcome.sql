-- What came of each line: a promise added, or one that stands in the ledger already.
-- Reads        import_line, import_order, import_promised, order
-- Writes       import_outcome, import_touched
WITH touched AS (
    INSERT INTO import_touched (order_id) SELECT DISTINCT order_id FROM import_promised
)
INSERT INTO import_outcome (line, outcome, subject)
SELECT r.line, CASE WHEN added.id IS NULL THEN 'unchanged' ELSE 'created' END, o.reference
  FROM import_line AS r
  JOIN import_order AS named ON named.name = r.order_reference
  JOIN shipments_order AS o ON o.id = named.order_id
  LEFT JOIN import_promised AS added ON added.line = r.line
