-- The day on which the last of an order arrived
-- Parameters   order_ids bigint[]
-- Reads        order, shipment, line, milestone, receipt, discrepancy
-- Returns      order_id, arrived_on; only orders of which the whole quantity has arrived
-- An arrival that nobody logged is told by the receipt. Retractions are left out.
WITH aboard AS MATERIALIZED (
    SELECT DISTINCT line.shipment_id
      FROM shipments_shipmentline line
      JOIN shipments_shipment shipment
        ON shipment.id = line.shipment_id AND shipment.cancelled_at IS NULL
     WHERE line.order_id = ANY (%(order_ids)s::bigint[])
),
told AS (
    SELECT m.shipment_id, m.kind = 'arrived' AS is_arrival, m.occurs_on
      FROM shipments_milestone m
     WHERE m.classifier = 'actual' AND m.kind IN ('arrived', 'received')
       AND m.shipment_id IN (SELECT shipment_id FROM aboard)
       AND m.retracts_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM shipments_milestone r WHERE r.retracts_id = m.id)
     UNION ALL
    SELECT line.shipment_id, false, r.received_on
      FROM shipments_receipt r
      JOIN shipments_shipmentline line ON line.id = r.line_id
     WHERE line.shipment_id IN (SELECT shipment_id FROM aboard)
       AND r.retracts_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM shipments_receipt back WHERE back.retracts_id = r.id)
),
arrived AS (
    SELECT shipment_id,
           coalesce(min(occurs_on) FILTER (WHERE is_arrival), min(occurs_on)) AS on_day
      FROM told
     GROUP BY shipment_id
)
SELECT o.id AS order_id, max(arrived.on_day) AS arrived_on
  FROM shipments_order o
  JOIN shipments_shipmentline line ON line.order_id = o.id
  JOIN arrived ON arrived.shipment_id = line.shipment_id
  LEFT JOIN LATERAL (
       SELECT sum(d.to_replace) AS quantity FROM shipments_discrepancy d
        WHERE d.line_id = line.id AND d.withdrawn_at IS NULL) AS missing ON true
 WHERE o.id = ANY (%(order_ids)s::bigint[])
 GROUP BY o.id, o.quantity
HAVING sum(line.quantity - coalesce(missing.quantity, 0)) >= o.quantity
