-- The day on which the last of an order arrived
-- Parameters   order_ids bigint[]
-- Reads        order, shipment, line, milestone
-- Returns      order_id, arrived_on; only orders of which the whole quantity has arrived
-- An arrival that nobody logged is told by the receipt. Retractions are left out.
WITH arrived AS (
    SELECT m.shipment_id,
           coalesce(min(m.occurs_on) FILTER (WHERE m.kind = 'arrived'), min(m.occurs_on)) AS on_day
      FROM shipments_milestone m
      JOIN shipments_shipment shipment
        ON shipment.id = m.shipment_id AND shipment.cancelled_at IS NULL
     WHERE m.classifier = 'actual' AND m.kind IN ('arrived', 'received')
       AND m.shipment_id IN (SELECT line.shipment_id FROM shipments_shipmentline line
                              WHERE line.order_id = ANY (%(order_ids)s::bigint[]))
       AND m.retracts_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM shipments_milestone r WHERE r.retracts_id = m.id)
     GROUP BY m.shipment_id
)
SELECT o.id AS order_id, max(arrived.on_day) AS arrived_on
  FROM shipments_order o
  JOIN shipments_shipmentline line ON line.order_id = o.id
  JOIN arrived ON arrived.shipment_id = line.shipment_id
 WHERE o.id = ANY (%(order_ids)s::bigint[])
 GROUP BY o.id, o.quantity
HAVING sum(line.quantity) >= o.quantity
