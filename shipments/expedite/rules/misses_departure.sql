-- shipments/expedite/rules/misses_departure.sql
-- Reason       misses_departure (speed up): a departure on the way it is planned to go leaves just before it is expected to be ready
-- Chip         Misses departure
-- Icon         ship
-- Says         "Expected to ship {expected_ship_on}, {missed_by:days} after the cut-off of {carrier} {voyage} on {cut_off_on}, which departs {departs_on}; the next it makes is {next_voyage}, departing {next_departs_on}."
--              "Expected to ship {expected_ship_on}, {missed_by:days} after the cut-off of {carrier} {voyage} on {cut_off_on}, which departs {departs_on}; no later departure is known."
-- Parameters   as_of date | departure_near_days int, calendar days
-- Turns        none
-- Reads        scope: the open orders being judged, prepared by the engine | shipments_departure | shipments_lane | shipments_promise
-- Returns      order_id, since (first day the rule held: when the later of promise and departure was known), evidence
WITH made AS MATERIALIZED (
    SELECT l.id AS lane_id, d.id, d.carrier, d.voyage, d.cut_off_on, d.departs_on,
           (d.recorded_at AT TIME ZONE 'UTC')::date AS known_on,
           lead(d.cut_off_on) OVER later AS next_cut_off_on,
           lead(d.departs_on) OVER later AS next_departs_on,
           lead(concat_ws(' ', d.carrier, d.voyage)) OVER later AS next_voyage
      FROM shipments_departure AS d
      JOIN shipments_lane AS l ON (l.mode, l.from_place_id, l.to_place_id)
                                = (d.mode, d.from_place_id, d.to_place_id)
     WHERE d.cancelled_on IS NULL AND d.cut_off_on >= %(as_of)s::date
    WINDOW later AS (PARTITION BY l.id ORDER BY d.cut_off_on, d.departs_on, d.id)
),
-- For each lane the ship dates that just miss one, so that orders find theirs by equality. Who
-- comes after the next cut-off misses that one instead.
missed AS MATERIALIZED (
    SELECT made.*, made.cut_off_on + late.by AS ship_on
      FROM made
     CROSS JOIN LATERAL generate_series(
           1, least(%(departure_near_days)s::int, made.next_cut_off_on - made.cut_off_on)
       ) AS late (by)
)
SELECT s.order_id,
       greatest(missed.known_on,
                (SELECT p.said_on FROM shipments_promise AS p
                  WHERE p.order_id = s.order_id
                  ORDER BY coalesce(p.reported_at, p.recorded_at) DESC, p.said_on DESC
                  LIMIT 1)) AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'expected_ship_on', s.expected_ship_on,
           'carrier', missed.carrier,
           'voyage', missed.voyage,
           'cut_off_on', missed.cut_off_on,
           'departs_on', missed.departs_on,
           'missed_by', s.expected_ship_on - missed.cut_off_on,
           'next_voyage', missed.next_voyage,
           'next_departs_on', missed.next_departs_on)) AS evidence
  FROM scope AS s
  JOIN missed ON missed.lane_id = s.lane_id AND missed.ship_on = s.expected_ship_on
   -- What has all been shipped has its way already.
 WHERE coalesce(s.shipped_quantity < s.quantity, s.shipped_quantity = 0)
