-- shipments/expedite/turns/route_disrupted.sql
-- A disruption begins, and is over on the day after its last.
WITH turning AS MATERIALIZED (
    SELECT d.place_id, d.lane_id, day.turns_on
      FROM shipments_disruption AS d
     CROSS JOIN LATERAL (VALUES (d.starts_on), (d.ends_on + 1)) AS day (turns_on)
     WHERE day.turns_on > %(judged_on)s::date
       AND d.withdrawn_at IS NULL AND d.passability <> 'open'
),
lanes AS MATERIALIZED (
    SELECT l.id AS lane_id, l.mode, l.from_place_id, l.to_place_id, turning.turns_on
      FROM turning
      JOIN shipments_lane AS l
        ON l.id = turning.lane_id
        OR turning.place_id IN (l.from_place_id, l.to_place_id)
        OR EXISTS (SELECT FROM shipments_lane_passes AS p
                    WHERE p.lane_id = l.id AND p.place_id = turning.place_id)
),
moving AS MATERIALIZED (
    SELECT sh.id, lanes.turns_on
      FROM shipments_shipment AS sh
      JOIN lanes ON (lanes.mode, lanes.from_place_id, lanes.to_place_id)
                  = (sh.mode, sh.from_place_id, sh.to_place_id)
     WHERE sh.cancelled_at IS NULL
     UNION
    SELECT sh.id, turning.turns_on
      FROM shipments_shipment AS sh
      JOIN turning ON turning.place_id IN (sh.from_place_id, sh.to_place_id)
     WHERE sh.cancelled_at IS NULL
     UNION
    SELECT leg.shipment_id, lanes.turns_on
      FROM shipments_leg AS leg
      JOIN lanes ON (lanes.mode, lanes.from_place_id, lanes.to_place_id)
                  = (leg.mode, leg.from_place_id, leg.to_place_id)
     WHERE leg.replaced_at IS NULL
     UNION
    SELECT leg.shipment_id, turning.turns_on
      FROM shipments_leg AS leg
      JOIN turning ON turning.place_id IN (leg.from_place_id, leg.to_place_id)
     WHERE leg.replaced_at IS NULL
     UNION
    SELECT leg.shipment_id, turning.turns_on
      FROM turning
      JOIN shipments_leg_passes AS p ON p.place_id = turning.place_id
      JOIN shipments_leg AS leg ON leg.id = p.leg_id AND leg.replaced_at IS NULL
)
SELECT s.order_id, lanes.turns_on
  FROM scope AS s
  JOIN lanes ON lanes.lane_id = s.lane_id
 UNION
SELECT line.order_id, moving.turns_on
  FROM moving
  JOIN shipments_shipmentline AS line ON line.shipment_id = moving.id
 WHERE line.order_id IN (SELECT order_id FROM scope)
