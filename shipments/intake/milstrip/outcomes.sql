-- What came of the lines about known orders, and which orders to compute again
-- Reads        import_about, import_added
-- Writes       import_outcome, import_touched
WITH came AS (
    SELECT a.line, a.order_id, a.reference, added.line IS NOT NULL AS is_new
      FROM import_about AS a
      LEFT JOIN import_added AS added
        ON added.batch_id = a.batch_id AND added.line = a.source_line
     WHERE a.order_id IS NOT NULL
),
touched AS (
    INSERT INTO import_touched (order_id) SELECT DISTINCT order_id FROM came WHERE is_new
)
INSERT INTO import_outcome (line, outcome, subject)
SELECT line, CASE WHEN is_new THEN 'created' ELSE 'unchanged' END, reference
  FROM came
       -- Told it is kept, though refused.
 WHERE NOT EXISTS (SELECT FROM import_outcome AS refused WHERE refused.line = came.line)
