-- What some disruptions lie in the way of: the common part of several reads
-- Parameters   disruptions bigint[] | on_day date | contractor bigint or null, whose orders alone
-- Reads        disruption, lane, leg, shipment, its standing, line, milestone, receipt, order
-- Gives        affected (disruption_id, shipment_id, is_past): a shipment whose way crosses it, in
--              its days, and that has not arrived; is_past where that place lies behind it
--              planned (disruption_id, order_id): orders of which something is left to ship, by a
--              lane that it lies on, in its days
-- What a report says of passability is not asked: each is counted as if it held.
WITH asked AS MATERIALIZED (
    SELECT d.id, d.place_id, d.lane_id, d.starts_on, d.ends_on
      FROM shipments_disruption AS d
     WHERE d.id = ANY (%(disruptions)s::bigint[])
       AND coalesce(d.ends_on >= %(on_day)s::date, true)
),
-- Steps count along a way: leg n begins at 2n - 2, passes what it passes at 2n - 1, ends at 2n.
lanes AS MATERIALIZED (
    SELECT asked.id, l.id AS lane_id, l.mode, l.from_place_id, l.to_place_id, asked.place_id,
           asked.lane_id = l.id AS is_itself,
           CASE WHEN asked.place_id = l.from_place_id THEN 0
                WHEN asked.place_id = l.to_place_id THEN 2 ELSE 1 END AS step
      FROM asked
      JOIN shipments_lane AS l
        ON l.id = asked.lane_id
        OR asked.place_id IN (l.from_place_id, l.to_place_id)
        OR l.id IN (SELECT p.lane_id FROM shipments_lane_passes AS p
                     WHERE p.place_id = asked.place_id)
),
way AS (
    SELECT asked.id, leg.shipment_id, asked.place_id, 2 * leg.sequence - 2 AS step
      FROM asked JOIN shipments_leg AS leg
        ON leg.from_place_id = asked.place_id AND leg.replaced_at IS NULL
     UNION
    SELECT asked.id, leg.shipment_id, asked.place_id, 2 * leg.sequence
      FROM asked JOIN shipments_leg AS leg
        ON leg.to_place_id = asked.place_id AND leg.replaced_at IS NULL
     UNION
    SELECT asked.id, leg.shipment_id, asked.place_id, 2 * leg.sequence - 1
      FROM asked
      JOIN shipments_leg_passes AS p ON p.place_id = asked.place_id
      JOIN shipments_leg AS leg ON leg.id = p.leg_id AND leg.replaced_at IS NULL
     UNION
    SELECT lanes.id, leg.shipment_id, lanes.place_id, 2 * leg.sequence - 1
      FROM lanes
      JOIN shipments_leg AS leg
        ON (leg.mode, leg.from_place_id, leg.to_place_id)
         = (lanes.mode, lanes.from_place_id, lanes.to_place_id)
       AND leg.replaced_at IS NULL
     WHERE lanes.is_itself OR lanes.step = 1 AND leg.distance_km IS NULL
     UNION
    -- A shipment without legs goes by its lane, or from end to end where none is known.
    SELECT lanes.id, sh.id, lanes.place_id, lanes.step
      FROM lanes
      JOIN shipments_shipment AS sh ON (sh.mode, sh.from_place_id, sh.to_place_id)
                                     = (lanes.mode, lanes.from_place_id, lanes.to_place_id)
     WHERE NOT EXISTS (SELECT FROM shipments_leg AS leg
                        WHERE leg.shipment_id = sh.id AND leg.replaced_at IS NULL)
     UNION
    SELECT asked.id, sh.id, asked.place_id,
           CASE WHEN asked.place_id = sh.from_place_id THEN 0 ELSE 2 END
      FROM asked
      JOIN shipments_shipment AS sh ON asked.place_id IN (sh.from_place_id, sh.to_place_id)
     WHERE NOT EXISTS (SELECT FROM shipments_leg AS leg
                        WHERE leg.shipment_id = sh.id AND leg.replaced_at IS NULL)
),
going AS MATERIALIZED (
    SELECT way.id, way.shipment_id, way.place_id, way.step, sh.planned_departure_on,
           coalesce(st.expected_arrival_on, sh.planned_arrival_on) AS arrives_on
      FROM way
      JOIN shipments_shipment AS sh ON sh.id = way.shipment_id AND sh.cancelled_at IS NULL
      LEFT JOIN shipments_shipmentstanding AS st ON st.shipment_id = sh.id
     WHERE st.arrived_on IS NULL
       AND NOT EXISTS (
           SELECT FROM shipments_milestone AS m
            WHERE m.shipment_id = sh.id AND m.classifier = 'actual' AND m.retracts_id IS NULL
              AND m.kind IN ('arrived', 'discharged', 'customs_released', 'received')
              AND NOT EXISTS (SELECT FROM shipments_milestone AS r WHERE r.retracts_id = m.id))
       AND NOT EXISTS (
           SELECT FROM shipments_shipmentline AS line
             JOIN shipments_receipt AS r ON r.line_id = line.id
            WHERE line.shipment_id = sh.id AND r.retracts_id IS NULL
              AND NOT EXISTS (SELECT FROM shipments_receipt AS back WHERE back.retracts_id = r.id))
       AND (%(contractor)s::bigint IS NULL OR EXISTS (
           SELECT FROM shipments_shipmentline AS line
             JOIN shipments_order AS o ON o.id = line.order_id
            WHERE line.shipment_id = sh.id AND o.contractor_id = %(contractor)s::bigint))
),
affected AS MATERIALIZED (
    SELECT going.id AS disruption_id, going.shipment_id,
           bool_and(going.step <= coalesce(heard.reached, -1) OR coalesce(heard.is_left, false))
               AS is_past
      FROM going
      JOIN asked ON asked.id = going.id
      LEFT JOIN LATERAL (
           SELECT max(CASE WHEN m.kind = 'arrived_at_stop' AND leg.to_place_id = m.place_id
                           THEN 2 * leg.sequence - 1
                           WHEN m.kind = 'left_stop' AND leg.to_place_id = m.place_id
                           THEN 2 * leg.sequence
                           WHEN m.kind = 'passed' THEN coalesce(2 * leg.sequence - 2, 0)
                           ELSE 0 END) AS reached,
                  bool_or(m.kind IN ('left_stop', 'passed') AND m.place_id = going.place_id)
                      AS is_left
             FROM shipments_milestone AS m
             LEFT JOIN shipments_leg AS leg
               ON leg.shipment_id = m.shipment_id AND leg.replaced_at IS NULL
              AND (leg.to_place_id = m.place_id
                   OR leg.id IN (SELECT p.leg_id FROM shipments_leg_passes AS p
                                  WHERE p.place_id = m.place_id))
            WHERE m.shipment_id = going.shipment_id
              AND m.classifier = 'actual' AND m.retracts_id IS NULL
              AND m.kind IN ('departed', 'passed', 'arrived_at_stop', 'left_stop')
              AND NOT EXISTS (SELECT FROM shipments_milestone AS r WHERE r.retracts_id = m.id)
           ) AS heard ON true
     WHERE asked.starts_on
           <= greatest(coalesce(going.arrives_on, date 'infinity'), %(on_day)s::date)
       AND coalesce(asked.ends_on, date 'infinity') >=
           CASE WHEN heard.reached IS NULL
                THEN greatest(going.planned_departure_on, %(on_day)s::date)
                ELSE %(on_day)s::date END
     GROUP BY going.id, going.shipment_id
),
planned AS MATERIALIZED (
    SELECT DISTINCT lanes.id AS disruption_id, o.id AS order_id
      FROM lanes
      JOIN asked ON asked.id = lanes.id
      JOIN shipments_order AS o ON o.lane_id = lanes.lane_id
      JOIN shipments_standing AS st ON st.order_id = o.id AND st.is_open
     WHERE coalesce(st.shipped_quantity - st.missing_quantity < o.quantity,
                    st.shipped_quantity = 0)
       AND (%(contractor)s::bigint IS NULL OR o.contractor_id = %(contractor)s::bigint)
       AND asked.starts_on <= greatest(coalesce(st.expected_delivery_on, date 'infinity'),
                                       %(on_day)s::date)
       AND coalesce(asked.ends_on, date 'infinity')
           >= greatest(st.expected_ship_on, %(on_day)s::date)
)
