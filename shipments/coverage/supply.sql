-- What of the items asked for is still to come, part by part, and what each part counts as
-- Parameters   item_ids bigint[] | as_of date
-- Reads        order, standing, shipment, line, milestone, receipt, discrepancy, policy in force
-- Returns      item_id, order_id, line_id (null for what is not aboard), quantity, expected_on,
--              can_pull, counts_as
--
-- Goods aboard a live shipment and neither received nor reported missing come by their own
-- arrival, the rest of an order, what is to be shipped again included, by its expected delivery. counts_as says, in this order: possible_sale, held, no_quantity,
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
      SELECT NULL::bigint AS line_id,
             o.quantity - st.shipped_quantity + st.missing_quantity AS quantity,
             st.expected_delivery_on AS expected_on, false AS arrived
       WHERE o.quantity IS NULL OR o.quantity > st.shipped_quantity - st.missing_quantity
       UNION ALL
      SELECT line.id, (line.quantity + differs.over - differs.short - counted.of_line)::bigint,
             CASE WHEN arrival.happened THEN arrival.occurs_on
                  ELSE coalesce(counted.on_day, arrival.occurs_on, st.expected_delivery_on) END,
             coalesce(arrival.happened, false) OR counted.on_day IS NOT NULL
        FROM shipments_shipmentline AS line
        JOIN shipments_shipment AS shipment
          ON shipment.id = line.shipment_id AND shipment.cancelled_at IS NULL
        LEFT JOIN LATERAL (
            SELECT m.occurs_on, m.classifier = 'actual' AS happened
              FROM shipments_milestone AS m
             WHERE m.shipment_id = shipment.id AND m.kind = 'arrived' AND m.retracts_id IS NULL
               AND NOT EXISTS (SELECT FROM shipments_milestone r WHERE r.retracts_id = m.id)
             ORDER BY m.classifier = 'actual' DESC, m.classifier = 'estimated' DESC,
                      m.reported_at DESC, m.recorded_at DESC, m.id DESC
             LIMIT 1) AS arrival ON true
       CROSS JOIN LATERAL (
            SELECT coalesce(sum(r.quantity) FILTER (WHERE r.line_id = line.id), 0) AS of_line,
                   min(r.received_on) AS on_day
              FROM shipments_shipmentline AS other
              JOIN shipments_receipt AS r ON r.line_id = other.id
             WHERE other.shipment_id = shipment.id AND r.retracts_id IS NULL
               AND NOT EXISTS (SELECT FROM shipments_receipt AS back
                                WHERE back.retracts_id = r.id)) AS counted
       CROSS JOIN LATERAL (
            SELECT coalesce(sum(d.quantity) FILTER (WHERE d.kind IN
                       ('shortage', 'non_delivery', 'wrong_item')), 0) AS short,
                   coalesce(sum(d.quantity) FILTER (WHERE d.kind = 'overage'), 0) AS over
              FROM shipments_discrepancy AS d
             WHERE d.line_id = line.id AND d.withdrawn_at IS NULL) AS differs
       WHERE line.order_id = o.id
         -- Most orders have nothing aboard, and for those nothing of this is read.
         AND st.shipped_quantity > 0
         AND line.quantity + differs.over - differs.short - counted.of_line > 0
         -- Where somebody has counted, an entry that all was received says no more.
         AND (counted.on_day IS NOT NULL OR NOT EXISTS (
             SELECT FROM shipments_milestone AS m
              WHERE m.shipment_id = shipment.id AND m.kind = 'received'
                AND m.classifier = 'actual' AND m.retracts_id IS NULL
                AND NOT EXISTS (SELECT FROM shipments_milestone r WHERE r.retracts_id = m.id)))
  ) AS part
 WHERE o.item_id = ANY (%(item_ids)s::bigint[])
   AND o.cancelled_on IS NULL
   AND (st.is_open OR o.possible_sale)
