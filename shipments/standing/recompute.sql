-- Recompute where orders stand, from the ledgers alone
-- Parameters   order_ids bigint[] or null for every order | at timestamptz
-- Reads        order, promise, shipment, line, milestone, policy in force
-- Writes       standing, one row an order | due orders
-- Repeatable   the same ledgers give the same row
WITH scope AS (
    SELECT o.*
      FROM shipments_order o
     WHERE %(order_ids)s::bigint[] IS NULL OR o.id = ANY (%(order_ids)s::bigint[])
),
limits AS (
    SELECT (limits ->> 'transit_planning_days')::int AS transit_days,
           -- The last day that whoever reads the standing can hold.
           date '9999-12-31' AS last_day
      FROM shipments_policy ORDER BY version DESC LIMIT 1
),
-- What the contractor promised. A move is counted when a promise is later than the one before.
promised AS (
    SELECT p.order_id,
           (array_agg(p.ship_on ORDER BY p.recorded_at, p.id))[1] AS first_ship_on,
           (array_agg(p.ship_on ORDER BY p.recorded_at DESC, p.id DESC))[1] AS last_ship_on,
           count(*) FILTER (WHERE p.ship_on > p.before) AS moved_later,
           max(p.said_on) AS said_on
      FROM (SELECT q.*, lag(q.ship_on) OVER (PARTITION BY q.order_id
                                             ORDER BY q.recorded_at, q.id) AS before
              FROM shipments_promise q JOIN scope ON scope.id = q.order_id) p
     GROUP BY p.order_id
),
aboard AS (
    SELECT line.order_id, line.quantity, line.shipment_id, shipment.logged_at
      FROM shipments_shipmentline line
      JOIN scope ON scope.id = line.order_id
      JOIN shipments_shipment shipment ON shipment.id = line.shipment_id
     WHERE shipment.cancelled_at IS NULL
),
-- What has happened and what is expected to happen to those shipments, retractions left out.
happened AS (
    SELECT m.shipment_id,
           bool_or(m.classifier = 'actual' AND m.kind IN
               ('departed', 'arrived', 'discharged', 'customs_released', 'received')) AS departed,
           bool_or(m.classifier = 'actual' AND m.kind = 'received') AS received,
           (array_agg(m.occurs_on ORDER BY m.classifier = 'actual' DESC,
                                           m.classifier = 'estimated' DESC, m.recorded_at DESC)
               FILTER (WHERE m.kind = 'arrived'))[1] AS arrives_on,
           max((m.reported_at AT TIME ZONE 'UTC')::date) AS heard_on
      FROM shipments_milestone m
     WHERE m.shipment_id IN (SELECT shipment_id FROM aboard)
       AND m.retracts_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM shipments_milestone r WHERE r.retracts_id = m.id)
     GROUP BY m.shipment_id
),
shipped AS (
    SELECT aboard.order_id,
           sum(aboard.quantity) AS shipped,
           coalesce(sum(aboard.quantity) FILTER (WHERE happened.departed), 0) AS departed,
           coalesce(sum(aboard.quantity) FILTER (WHERE happened.received), 0) AS received,
           -- The whole is there when its last part is; unknown while one part's arrival is.
           CASE WHEN bool_and(happened.arrives_on IS NOT NULL)
                THEN max(happened.arrives_on) END AS arrives_on,
           greatest(max(happened.heard_on),
                    max((aboard.logged_at AT TIME ZONE 'UTC')::date)) AS heard_on
      FROM aboard LEFT JOIN happened ON happened.shipment_id = aboard.shipment_id
     GROUP BY aboard.order_id
),
stands AS (
    SELECT scope.id AS order_id,
           coalesce(shipped.shipped, 0) AS shipped,
           coalesce(shipped.departed, 0) AS departed,
           coalesce(shipped.received, 0) AS received,
           coalesce(shipped.shipped >= scope.quantity, false) AS all_shipped,
           -- Without a published quantity nothing tells that the last part has come.
           CASE WHEN scope.cancelled_on IS NOT NULL THEN 'cancelled'
                WHEN scope.possible_sale THEN 'notified'
                WHEN shipped.received >= scope.quantity THEN 'received'
                WHEN shipped.received > 0 THEN 'part_received'
                WHEN shipped.departed > 0 THEN 'in_transit'
                WHEN shipped.shipped > 0 THEN 'shipment_logged'
                WHEN promised.last_ship_on IS NOT NULL THEN 'promised'
                WHEN scope.contract_id IS NOT NULL THEN 'on_contract'
                ELSE 'ordered' END AS status,
           CASE WHEN scope.priority_designator IS NULL THEN scope.urgency = 'routine'
                ELSE scope.priority_designator >= 9 END AS is_routine,
           promised.first_ship_on, promised.last_ship_on,
           coalesce(promised.moved_later, 0) AS moved_later,
           shipped.arrives_on,
           greatest(scope.ordered_on, scope.acknowledged_on, promised.said_on, shipped.heard_on)
               AS heard_on
      FROM scope
      LEFT JOIN promised ON promised.order_id = scope.id
      LEFT JOIN shipped ON shipped.order_id = scope.id
),
written AS (
    INSERT INTO shipments_standing AS standing
        (order_id, status, is_open, is_routine, first_promised_ship_on, promised_ship_on,
         promises_moved_later, promises_moved_days, expected_ship_on, expected_ship_basis,
         expected_delivery_on, expected_basis, ready_quantity, is_held, shipped_quantity, departed_quantity, received_quantity, last_heard_on,
         recomputed_at)
    SELECT order_id, status, status NOT IN ('notified', 'received', 'cancelled'), is_routine,
           first_ship_on, last_ship_on, moved_later, coalesce(last_ship_on - first_ship_on, 0),
           last_ship_on, '',
           CASE WHEN all_shipped AND arrives_on IS NOT NULL THEN arrives_on
                WHEN last_ship_on > limits.last_day - limits.transit_days THEN limits.last_day
                ELSE last_ship_on + limits.transit_days END,
           CASE WHEN all_shipped AND arrives_on IS NOT NULL THEN 'arrival of its shipments'
                WHEN last_ship_on IS NOT NULL
                THEN format('promise plus %%s days, a planning figure', limits.transit_days)
                ELSE '' END,
           0, false, shipped, departed, received, heard_on, %(at)s
      FROM stands LEFT JOIN limits ON true
     ORDER BY order_id
    ON CONFLICT (order_id) DO UPDATE
       SET status = excluded.status, is_open = excluded.is_open, is_routine = excluded.is_routine,
           first_promised_ship_on = excluded.first_promised_ship_on,
           promised_ship_on = excluded.promised_ship_on,
           promises_moved_later = excluded.promises_moved_later,
           expected_ship_on = excluded.expected_ship_on,
           expected_delivery_on = excluded.expected_delivery_on,
           expected_basis = excluded.expected_basis,
           shipped_quantity = excluded.shipped_quantity,
           departed_quantity = excluded.departed_quantity,
           received_quantity = excluded.received_quantity,
           last_heard_on = excluded.last_heard_on,
           recomputed_at = excluded.recomputed_at
    RETURNING 1
),
-- Asked for as they are written: one entry for each order, or one for all of them.
due AS (
    INSERT INTO shipments_dueorder (order_id, marked_at)
    SELECT order_id, %(at)s FROM stands WHERE %(order_ids)s::bigint[] IS NOT NULL
    UNION ALL
    SELECT NULL, %(at)s WHERE %(order_ids)s::bigint[] IS NULL
)
SELECT count(*) FROM written
