-- What stands on the orders that are known, and since when it is said
-- Reads        import_said | order, stated
-- Writes       import_rival | import_stood: field by field what stands, and its moment; what was
--              never said was said before all time
-- Locks        the orders, in the order of their keys, as whoever else locks several does
DELETE FROM import_rival AS r
 USING import_said AS s
 WHERE s.line = r.line AND s.order_id IS NOT NULL;
INSERT INTO import_rival
/* rivals */ WHERE r.order_id IS NOT NULL;
ANALYZE import_rival;
SELECT count(*)
  FROM (SELECT FROM shipments_order
         WHERE id IN (SELECT order_id FROM import_said WHERE order_id IS NOT NULL)
         ORDER BY id FOR NO KEY UPDATE) AS locked;
DROP TABLE IF EXISTS import_stood;
CREATE TEMPORARY TABLE import_stood ON COMMIT DROP AS
SELECT o.id AS order_id, o.reference, o.document_number, coalesce(t.said_at, o.recorded_at) AS said_at,
       first.required_on AS first_required_on,
       CASE WHEN first.required_on IS NOT NULL
            THEN coalesce(t.first_said_at, o.recorded_at) END AS first_said_at,
       /* stood */
  FROM shipments_order AS o
  LEFT JOIN shipments_stated AS t ON t.kind = 'order' AND t.subject_id = o.id
 CROSS JOIN LATERAL (
       SELECT CASE WHEN t.id IS NULL THEN coalesce(o.first_required_on, o.required_on)
                   ELSE o.first_required_on END AS required_on) AS first
  /* named o */
 WHERE o.id IN (SELECT order_id FROM import_rival WHERE order_id IS NOT NULL);
ANALYZE import_stood
