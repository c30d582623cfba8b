-- shipments/expedite/levers/earlier_departure.sql
-- Lever        earlier_departure: be ready for the departure that it just misses
-- Name         Earlier departure
-- Icon         ship
-- For          misses_departure | late_for_required_date | past_required_date | need_uncovered | outgrown_routine | slipping
-- Says         "Ready by {cut_off_on}, it goes with {voyage} on {departs_on}, instead of {next_voyage} on {next_departs_on}."
-- Parameters   as_of date | departure_near_days int, calendar days
-- Reads        scope: the open orders asked about | shipments_departure | shipments_lane
-- Returns      order_id, days (by arrival), low_days, high_days, history (how many it rests on), rests_on, evidence
WITH made AS MATERIALIZED (
    SELECT l.id AS lane_id, d.cut_off_on, d.departs_on, d.arrives_on, d.source,
           concat_ws(' ', d.carrier, d.voyage) AS voyage,
           lead(d.cut_off_on) OVER later AS next_cut_off_on,
           lead(d.departs_on) OVER later AS next_departs_on,
           lead(d.arrives_on) OVER later AS next_arrives_on,
           lead(concat_ws(' ', d.carrier, d.voyage)) OVER later AS next_voyage
      FROM shipments_departure AS d
      JOIN shipments_lane AS l ON (l.mode, l.from_place_id, l.to_place_id)
                                = (d.mode, d.from_place_id, d.to_place_id)
     WHERE d.cancelled_on IS NULL AND d.cut_off_on >= %(as_of)s::date
       AND l.id IN (SELECT lane_id FROM scope)
    WINDOW later AS (PARTITION BY l.id ORDER BY d.cut_off_on, d.departs_on, d.id)
)
SELECT s.order_id,
       made.next_arrives_on - made.arrives_on AS days,
       least(made.next_arrives_on - made.arrives_on, made.next_departs_on - made.departs_on)
           AS low_days,
       greatest(made.next_arrives_on - made.arrives_on, made.next_departs_on - made.departs_on)
           AS high_days,
       0 AS history,
       format('the schedule: %%s', made.source) AS rests_on,
       jsonb_build_object(
           'cut_off_on', made.cut_off_on,
           'voyage', made.voyage, 'departs_on', made.departs_on,
           'next_voyage', made.next_voyage, 'next_departs_on', made.next_departs_on) AS evidence
  FROM scope AS s
  JOIN made ON made.lane_id = s.lane_id
           AND s.expected_ship_on > made.cut_off_on
           AND s.expected_ship_on <= least(made.cut_off_on + %(departure_near_days)s::int,
                                           made.next_cut_off_on)
 WHERE made.next_arrives_on > made.arrives_on
   AND coalesce(s.shipped_quantity < s.quantity, s.shipped_quantity = 0)
