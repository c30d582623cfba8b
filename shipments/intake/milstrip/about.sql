-- What is said about orders, beside the orders themselves, with whom and where it came from
-- Parameters   batch bigint, or null where each line names its own
-- Reads        import_line | batch, order
-- Writes       import_about: a row a line, of an unknown order without order_id | import_added,
--              empty
-- Repeatable   a second file in one transaction begins with empty tables, too
DROP TABLE IF EXISTS import_about, import_added;
CREATE TEMPORARY TABLE import_added (batch_id bigint, line bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_about ON COMMIT DROP AS
SELECT l.line, l.kind, l.document_number, l.quantity, l.said_at, l.occurs_on, l.ship_on, l.tcn,
       l.note, l.text, b.id AS batch_id, coalesce(l.of_line, l.line) AS source_line,
       b.profile, b.reported_at, b.lane_id, b.uploaded_by_id,
       left(concat_ws(', ', l.ric, nullif(b.sender, '')), 120) AS said_by,
       o.id AS order_id, o.reference
  FROM import_line AS l
  JOIN shipments_importbatch AS b ON b.id = coalesce(l.of_batch, %(batch)s)
  LEFT JOIN shipments_order AS o ON o.document_number = l.document_number
 WHERE l.kind NOT IN (/* stating */)
       -- A statement about an order that is there is done with. What is left may record none.
    OR o.id IS NULL;
ANALYZE import_about
