-- What of the items asked for is still to come, part by part, and what each part counts as
-- Parameters   item_ids bigint[] | as_of date
-- Reads        order, standing, shipment, line, milestone, policy in force
-- Returns      item_id, order_id, line_id (null for what is not aboard), quantity, expected_on,
--              can_pull, counts_as
--
-- Goods aboard a live shipment and not received come by their own arrival, the rest of an order
-- by its expected delivery. counts_as says, in this order: possible_sale, held, no_quantity,
-- no_date, overdue (its day has gone by more than the grace, until a new one is known), dated.
-- Only dated is supply. Goods that have arrived are never overdue.
-- can_pull: a routine order's rest, not under way and not held.
SELECT o.item_id, o.id AS order_id, part.line_id, part.quantity, part.expected_on,
       part.line_id IS NULL AND st.is_routine AND st.is_open AND NOT st.is_held AS can_pull,
       CASE WHEN o.possible_sale THEN 'possible_sale'
            WHEN st.is_held THEN 'held'
            WHEN part.quantity IS NULL THEN 'no_quantity'
            WHEN part.expected_on IS NULL THEN 'no_date'
            WHEN part.expected_on + limits.grace < %(as_of)s::date AND NOT part.arrived
            THEN 'overdue'
            ELSE 'dated' END AS counts_as
  FROM shipments_order AS o
  JOIN shipments_standing AS st ON st.order_id = o.id
  CROSS JOIN (SELECT (limits ->> 'late_grace_days')::int AS grace
                FROM shipments_policy ORDER BY version DESC LIMIT 1) AS limits
  CROSS JOIN LATERAL (
      SELECT NULL::bigint AS line_id, o.quantity - st.shipped_quantity AS quantity,
             st.expected_delivery_on AS expected_on, false AS arrived
       WHERE o.quantity IS NULL OR o.quantity > st.shipped_quantity
       UNION ALL
      SELECT line.id, line.quantity,
             coalesce(arrival.occurs_on, st.expected_delivery_on),
             coalesce(arrival.happened, false)
        FROM shipments_shipmentline AS line
        JOIN shipments_shipment AS shipment
          ON shipment.id = line.shipment_id AND shipment.cancelled_at IS NULL
        LEFT JOIN LATERAL (
            SELECT m.occurs_on, m.classifier = 'actual' AS happened
              FROM shipments_milestone AS m
             WHERE m.shipment_id = shipment.id AND m.kind = 'arrived' AND m.retracts_id IS NULL
               AND NOT EXISTS (SELECT FROM shipments_milestone r WHERE r.retracts_id = m.id)
             ORDER BY m.classifier = 'actual' DESC, m.classifier = 'estimated' DESC,
                      m.recorded_at DESC, m.id DESC
             LIMIT 1) AS arrival ON true
       WHERE line.order_id = o.id
         -- Most orders have nothing aboard, and for those nothing of this is read.
         AND st.shipped_quantity > st.received_quantity
         AND NOT EXISTS (
             SELECT FROM shipments_milestone AS m
              WHERE m.shipment_id = shipment.id AND m.kind = 'received'
                AND m.classifier = 'actual' AND m.retracts_id IS NULL
                AND NOT EXISTS (SELECT FROM shipments_milestone r WHERE r.retracts_id = m.id))
  ) AS part
 WHERE o.item_id = ANY (%(item_ids)s::bigint[])
   AND o.cancelled_on IS NULL
   AND (st.is_open OR o.possible_sale)
