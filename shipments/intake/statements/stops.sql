-- What may not be done to an order that stands, and is refused with its line as a whole
-- Parameters   at timestamptz | batch, by bigint | sender text
-- Reads        import_rival, import_stood | held orders; shipments and what is missing of them
-- Writes       import_outcome, refusals | report: what a line says of a held order is kept |
--              import_touched
-- Repeatable   what is refused is gone from import_rival and import_line
WITH raising AS (
    SELECT r.line, r.order_id, CASE WHEN by_priority THEN 'priority' ELSE 'urgency' END AS field,
           CASE WHEN by_priority THEN lpad(r.priority_designator::text, 2, '0')
                ELSE r.urgency END AS found
      FROM import_rival AS r
      JOIN import_stood AS s ON s.order_id = r.order_id
     CROSS JOIN LATERAL (
           SELECT (/* wins priority_designator */)
                  AND r.priority_designator < coalesce(s.priority_designator, 16) AS by_priority,
                  (/* wins urgency */)
                  AND array_position(ARRAY['routine', 'urgent', 'emergency'], r.urgency::text)
                    > array_position(ARRAY['routine', 'urgent', 'emergency'], s.urgency::text)
                  AS by_urgency) AS raised
     WHERE by_priority OR by_urgency
),
-- No file takes an order out of a hold, by saying that it is of another case or another item.
leaving AS (
    SELECT r.line, r.order_id, away.field, away.found, away.of_case, away.of_contract,
           away.of_item, away.of_contractor
      FROM import_rival AS r
      JOIN import_stood AS s ON s.order_id = r.order_id
     CROSS JOIN LATERAL (VALUES
           ((/* wins case */) AND r.case_id <> s.case_id, 'case_id', r.case_id_name,
            true, false, false, false),
           ((/* wins contract */) AND r.contract_id <> s.contract_id, 'contract',
            r.contract_id_name, true, true, false, true),
           ((/* wins item */) AND r.item_id <> s.item_id, 'item', r.item_id_name,
            false, false, true, false),
           ((/* wins contractor */) AND r.contractor_id <> s.contractor_id, 'contractor',
            r.contractor_id_name, false, false, false, true)
           ) AS away (is_other, field, found, of_case, of_contract, of_item, of_contractor)
     WHERE away.is_other AND EXISTS (SELECT FROM shipments_hold WHERE released_at IS NULL)
),
left_behind AS MATERIALIZED (
    SELECT DISTINCT l.line, l.order_id, l.field, l.found
      FROM leaving AS l
      JOIN shipments_heldorder AS held ON held.order_id = l.order_id
      JOIN shipments_hold AS hold ON hold.id = held.hold_id
     WHERE l.of_case AND hold.case_id IS NOT NULL
        OR l.of_contract AND hold.contract_id IS NOT NULL
        OR l.of_item AND hold.item_id IS NOT NULL
        OR l.of_contractor AND hold.contractor_id IS NOT NULL
),
forbidden AS (
    SELECT * FROM raising
     UNION ALL
    SELECT * FROM left_behind
),
held AS MATERIALIZED (
    SELECT order_id, shipments_held_because(ARRAY[order_id]) AS sentence
      FROM (SELECT DISTINCT order_id FROM shipments_heldorder
             WHERE order_id IN (SELECT order_id FROM forbidden)) AS those
),
reduced AS (
    SELECT r.line, r.order_id, r.quantity
      FROM import_rival AS r
      JOIN import_stood AS s ON s.order_id = r.order_id
     WHERE (/* wins quantity */) AND r.quantity < coalesce(s.quantity, r.quantity + 1)
),
shipped AS MATERIALIZED (
    SELECT l.order_id, sum(l.quantity - coalesce(missing.quantity, 0)) AS quantity
      FROM shipments_shipmentline AS l
      JOIN shipments_shipment AS shipment ON shipment.id = l.shipment_id
      LEFT JOIN LATERAL (
           SELECT sum(d.to_replace) AS quantity FROM shipments_discrepancy AS d
            WHERE d.line_id = l.id AND d.withdrawn_at IS NULL) AS missing ON true
     WHERE l.order_id IN (SELECT order_id FROM reduced) AND shipment.cancelled_at IS NULL
     GROUP BY l.order_id
),
found AS (
    SELECT line, order_id, field, found, sentence AS expected, 'held' AS code
      FROM forbidden JOIN held USING (order_id)
     UNION ALL
    SELECT r.line, r.order_id, 'quantity', r.quantity::text,
           format('%%s of them are shipped already. Give %%s or more.', shipped.quantity,
                  shipped.quantity - o.accepted_overage),
           'below_shipped'
      FROM reduced AS r
      JOIN shipped USING (order_id)
      JOIN shipments_order AS o ON o.id = r.order_id
     WHERE shipped.quantity > r.quantity + o.accepted_overage
),
wrong AS MATERIALIZED (
    SELECT f.*, o.reference AS subject, s.text, s.said_at
      FROM found AS f
      JOIN import_stood AS o ON o.order_id = f.order_id
      JOIN import_statement AS s ON s.line = f.line
),
reported AS (
    INSERT INTO shipments_report
        (order_id, kind, occurs_on, quantity, said_by, channel, raw, note, certainty, reported_at,
         recorded_at, recorded_by_id, batch_id, line)
    SELECT order_id, 'statement', (said_at AT TIME ZONE 'UTC')::date, NULL,
           coalesce(origin.sender, %(sender)s), 'transaction', text,
           left('Not applied: ' || expected, 300), 'reported', said_at, %(at)s,
           CASE WHEN origin.line IS NULL THEN %(by)s ELSE origin.uploaded_by_id END,
           coalesce(origin.batch_id, %(batch)s), coalesce(origin.source_line, wrong.line)
      FROM wrong
      LEFT JOIN import_origin AS origin ON origin.line = wrong.line
     WHERE code = 'held'
        ON CONFLICT DO NOTHING
    RETURNING order_id
),
touched AS (
    INSERT INTO import_touched SELECT order_id FROM reported
),
weighed AS (
    DELETE FROM import_rival WHERE line IN (SELECT line FROM wrong)
)
/* refused */
