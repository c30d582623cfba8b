-- shipments/expedite/rules/route_disrupted.sql
-- Reason       route_disrupted (both): a disruption in force lies on the way that is left for it
-- Chip         Route disrupted
-- Icon         route-off
-- Says         "On the way of {part}: {place}, {kind} since {starts_on} ({told}). Also {other_place}, {other_kind} since {other_starts_on} ({other_told}), and {more} more."
--              "On the way of {part}: {place}, {kind} since {starts_on} ({told}). Also {other_place}, {other_kind} since {other_starts_on} ({other_told})."
--              "On the way of {part}: {place}, {kind} since {starts_on} ({told})."
-- Parameters   as_of date
-- Turns        none
-- Reads        scope: the open orders being judged, prepared by the engine | shipments_disruption | shipments_lane | shipments_lane_passes | shipments_leg | shipments_leg_passes | shipments_place | shipments_shipment | shipments_shipmentline | shipments_milestone | shipments_receipt
-- Returns      order_id, since (first day the rule held), evidence
WITH
-- A report that something is open closes nothing, and what was withdrawn is no report.
active AS MATERIALIZED (
    SELECT d.*, row_number() OVER (ORDER BY d.certainty <> 'confirmed', d.starts_on, d.id) AS nth
      FROM shipments_disruption AS d
     WHERE d.starts_on <= %(as_of)s::date
       AND coalesce(d.ends_on >= %(as_of)s::date, true)
       AND d.withdrawn_at IS NULL AND d.passability <> 'open'
),
-- Which of them lie on which lane. Steps count along a way: from a place, past what is between,
-- to the next place; a lane is one leg of three steps.
lanes AS MATERIALIZED (
    SELECT l.id AS lane_id, l.mode, l.from_place_id, l.to_place_id, active.nth, active.place_id,
           CASE WHEN active.place_id = l.from_place_id THEN 0
                WHEN active.place_id = l.to_place_id THEN 1 + 1 ELSE 1 END AS step
      FROM active
      JOIN shipments_lane AS l
        ON l.id = active.lane_id
        OR active.place_id IN (l.from_place_id, l.to_place_id)
        OR EXISTS (SELECT FROM shipments_lane_passes AS p
                    WHERE p.lane_id = l.id AND p.place_id = active.place_id)
),
-- Legs in force on which they lie. Where a leg was measured it says itself what it passes; else
-- it passes what its lane does.
legs AS MATERIALIZED (
    SELECT leg.shipment_id, active.nth, active.place_id, leg.sequence + leg.sequence - 1 - 1 AS step
      FROM active JOIN shipments_leg AS leg
        ON leg.from_place_id = active.place_id AND leg.replaced_at IS NULL
     UNION ALL
    SELECT leg.shipment_id, active.nth, active.place_id, leg.sequence + leg.sequence
      FROM active JOIN shipments_leg AS leg
        ON leg.to_place_id = active.place_id AND leg.replaced_at IS NULL
     UNION ALL
    SELECT leg.shipment_id, active.nth, active.place_id, leg.sequence + leg.sequence - 1
      FROM active
      JOIN shipments_leg_passes AS p ON p.place_id = active.place_id
      JOIN shipments_leg AS leg ON leg.id = p.leg_id AND leg.replaced_at IS NULL
     UNION ALL
    SELECT leg.shipment_id, lanes.nth, lanes.place_id, leg.sequence + leg.sequence - 1
      FROM lanes
      JOIN active ON active.nth = lanes.nth
      JOIN shipments_leg AS leg
        ON (leg.mode, leg.from_place_id, leg.to_place_id)
         = (lanes.mode, lanes.from_place_id, lanes.to_place_id)
       AND leg.replaced_at IS NULL
     WHERE active.lane_id = lanes.lane_id OR lanes.step = 1 AND leg.distance_km IS NULL
),
-- The orders are read once: everything after this looks at these few alone.
touched AS MATERIALIZED (
    SELECT s.order_id, s.lane_id, s.recorded_at,
           coalesce(s.shipped_quantity < s.quantity, s.shipped_quantity = 0) AS is_left,
           s.shipped_quantity > 0 AS has_shipped
      FROM scope AS s
     WHERE s.lane_id IN (SELECT lane_id FROM lanes) OR s.shipped_quantity > 0
),
carried AS MATERIALIZED (
    SELECT line.order_id, sh.id, sh.mode, sh.from_place_id, sh.to_place_id,
           NOT EXISTS (SELECT FROM shipments_leg AS leg
                        WHERE leg.shipment_id = sh.id AND leg.replaced_at IS NULL) AS has_no_legs
      FROM touched
      JOIN shipments_shipmentline AS line ON line.order_id = touched.order_id
      JOIN shipments_shipment AS sh ON sh.id = line.shipment_id
     WHERE touched.has_shipped AND sh.cancelled_at IS NULL
),
-- What is aboard shipments on such a way: their legs; a lane, where they have none; or their two
-- ends alone where no lane is known either.
aboard AS MATERIALIZED (
    SELECT carried.order_id, carried.id, lanes.nth, lanes.place_id, lanes.step
      FROM carried
      JOIN lanes ON (lanes.mode, lanes.from_place_id, lanes.to_place_id)
                  = (carried.mode, carried.from_place_id, carried.to_place_id)
     WHERE carried.has_no_legs
     UNION
    SELECT carried.order_id, carried.id, active.nth, active.place_id, 0
      FROM carried JOIN active ON active.place_id = carried.from_place_id
     WHERE carried.has_no_legs
     UNION
    SELECT carried.order_id, carried.id, active.nth, active.place_id,
           CASE WHEN active.place_id = carried.from_place_id THEN 0 ELSE 1 + 1 END
      FROM carried JOIN active ON active.place_id = carried.to_place_id
     WHERE carried.has_no_legs
     UNION
    SELECT carried.order_id, carried.id, legs.nth, legs.place_id, legs.step
      FROM carried JOIN legs ON legs.shipment_id = carried.id
),
-- Of those the shipments that have not arrived, nor left the disrupted place behind: it was
-- passed or left itself, or the shipment has been heard of from farther along.
moving AS MATERIALIZED (
    SELECT way.id, way.nth, way.step
      FROM (SELECT DISTINCT id, nth, place_id, step FROM aboard) AS way
     WHERE NOT EXISTS (
           SELECT FROM shipments_milestone AS m
             LEFT JOIN shipments_leg AS leg
               ON leg.shipment_id = m.shipment_id AND leg.replaced_at IS NULL
              AND (leg.to_place_id = m.place_id
                   OR EXISTS (SELECT FROM shipments_leg_passes AS p
                               WHERE p.leg_id = leg.id AND p.place_id = m.place_id))
            WHERE m.shipment_id = way.id AND m.classifier = 'actual' AND m.retracts_id IS NULL
              AND (m.kind IN ('arrived', 'discharged', 'customs_released', 'received')
                   OR m.kind IN ('departed', 'arrived_at_stop', 'left_stop', 'passed')
                      AND way.step <= 0
                   OR m.kind IN ('left_stop', 'passed') AND m.place_id = way.place_id
                   OR m.kind IN ('arrived_at_stop', 'left_stop')
                      AND leg.to_place_id = m.place_id
                      AND way.step < leg.sequence + leg.sequence
                   OR m.kind = 'passed' AND way.step < leg.sequence + leg.sequence - 1)
              AND NOT EXISTS (SELECT FROM shipments_milestone AS r WHERE r.retracts_id = m.id))
       AND NOT EXISTS (
           SELECT FROM shipments_shipmentline AS line
             JOIN shipments_receipt AS r ON r.line_id = line.id
            WHERE line.shipment_id = way.id AND r.retracts_id IS NULL
              AND NOT EXISTS (SELECT FROM shipments_receipt AS back WHERE back.retracts_id = r.id))
),
hit AS MATERIALIZED (
    SELECT found.order_id, found.nth, bool_or(found.is_left) AS is_left,
           bool_or(NOT found.is_left) AS is_moving
      FROM (SELECT touched.order_id, lanes.nth, true AS is_left
              FROM touched
              JOIN lanes ON lanes.lane_id = touched.lane_id
             WHERE touched.is_left
             UNION ALL
            SELECT aboard.order_id, aboard.nth, false
              FROM aboard
              JOIN moving
                ON (moving.id, moving.nth, moving.step) = (aboard.id, aboard.nth, aboard.step)
           ) AS found
     GROUP BY found.order_id, found.nth
),
told AS MATERIALIZED (
    SELECT active.nth, active.kind, active.starts_on, active.starts_on_precision,
           coalesce(place.name, nullif(active.place_as_printed, ''), 'its lane') AS place,
           concat_ws(', ', coalesce(nullif(active.source, ''), nullif(active.source_kind, '')),
                     active.certainty) AS told
      FROM active LEFT JOIN shipments_place AS place ON place.id = active.place_id
),
ordered AS (
    SELECT hit.order_id, count(*) AS disruptions, min(told.starts_on) AS starts_on,
           bool_or(hit.is_left) AS is_left, bool_or(hit.is_moving) AS is_moving,
           array_agg(hit.nth ORDER BY hit.nth) AS nths
      FROM hit JOIN told ON told.nth = hit.nth
     GROUP BY hit.order_id
)
SELECT ordered.order_id,
       greatest(ordered.starts_on, (touched.recorded_at AT TIME ZONE 'UTC')::date) AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'part', CASE WHEN ordered.is_left AND ordered.is_moving
                        THEN 'what is left to ship and what is moving'
                        WHEN ordered.is_left THEN 'what is left to ship'
                        ELSE 'what is moving' END,
           'place', one.place,
           'kind', one.kind,
           'starts_on', one.starts_on,
           'starts_on_precision', one.starts_on_precision,
           'told', one.told,
           'other_place', other.place,
           'other_kind', other.kind,
           'other_starts_on', other.starts_on,
           'other_starts_on_precision', other.starts_on_precision,
           'other_told', other.told,
           'more', nullif(greatest(ordered.disruptions - 1, 1) - 1, 0))) AS evidence
  FROM ordered
  JOIN touched ON touched.order_id = ordered.order_id
  JOIN told AS one ON one.nth = ordered.nths[1]
  LEFT JOIN told AS other ON other.nth = ordered.nths[1 + 1]
