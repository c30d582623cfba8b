-- What was told of orders, and what was promised
-- Parameters   at timestamptz
-- Reads        import_about | order, standing
-- Writes       reports, promises | import_added: the lines that added something
-- Repeatable   the same record is one report, and one promise, in however many files it comes
WITH reported AS (
    INSERT INTO shipments_report
        (order_id, kind, occurs_on, quantity, said_by, channel, raw, note, certainty, reported_at,
         recorded_at, recorded_by_id, batch_id, line)
    SELECT order_id, CASE kind WHEN 'shipment_status' THEN 'shipped' ELSE 'status' END, occurs_on,
           nullif(quantity, 0), said_by, 'transaction', text, note, 'reported', reported_at,
           %(at)s, uploaded_by_id, batch_id, source_line
      FROM import_about
     WHERE order_id IS NOT NULL
     ORDER BY order_id, reported_at, occurs_on, text, line
    ON CONFLICT DO NOTHING
    RETURNING batch_id, line
),
promised AS (
    INSERT INTO shipments_promise
        (order_id, ship_on, quantity, said_on, said_by, channel, reason, recorded_at,
         recorded_by_id, reported_at, batch_id, line)
    SELECT a.order_id, a.ship_on, a.quantity, a.occurs_on, a.said_by, 'transaction', a.note,
           %(at)s, a.uploaded_by_id, a.said_at, a.batch_id, a.source_line
      FROM import_about AS a
      JOIN shipments_order AS o ON o.id = a.order_id
      LEFT JOIN shipments_standing AS st ON st.order_id = o.id
     WHERE a.kind = 'supply_status'
       AND a.ship_on >= a.occurs_on
       AND a.quantity > 0
       AND o.cancelled_on IS NULL
       AND NOT o.possible_sale
       AND coalesce(st.status, '') NOT IN ('received', 'cancelled')
     ORDER BY a.order_id, a.said_at, a.ship_on, a.text, a.line
    ON CONFLICT DO NOTHING
    RETURNING batch_id, line
)
INSERT INTO import_added (batch_id, line)
SELECT batch_id, line FROM reported
 UNION
SELECT batch_id, line FROM promised
