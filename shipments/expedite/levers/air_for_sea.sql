-- shipments/expedite/levers/air_for_sea.sql
-- Lever        air_for_sea: send by air what is planned to go by sea
-- Name         Air instead of sea
-- Icon         plane
-- For          late_for_required_date | past_required_date | need_uncovered | outgrown_routine | route_disrupted | misses_departure
-- Says         "By air from {air_from} to {air_to} in {air_days:days}, instead of {sea_days:days} by sea."
-- Parameters   shipments_for_median int, shipments
-- Reads        scope: the open orders asked about | shipments_lane | shipments_lanerecord | shipments_place
-- Returns      order_id, days, low_days, high_days, history (how many it rests on), rests_on, evidence
WITH usual AS MATERIALIZED (
    SELECT l.id, l.mode, l.from_place_id, l.to_place_id,
           starts.name AS starts, starts.country_code AS starts_country,
           ends.name AS ends, ends.country_code AS ends_country,
           coalesce(r.median_days, l.planning_days) AS days,
           coalesce(r.low_days, l.planning_days) AS low_days,
           coalesce(r.high_days, l.planning_days) AS high_days,
           coalesce(r.shipments, 0) AS shipments
      FROM shipments_lane AS l
      JOIN shipments_place AS starts ON starts.id = l.from_place_id
      JOIN shipments_place AS ends ON ends.id = l.to_place_id
      LEFT JOIN shipments_lanerecord AS r
             ON (r.mode, r.from_place_id, r.to_place_id)
              = (l.mode, l.from_place_id, l.to_place_id)
            AND r.shipments >= %(shipments_for_median)s::int
     WHERE l.mode IN ('sea', 'air')
),
-- For each lane by sea the fastest by air between the same two places, or, since ships and
-- aircraft seldom use the same ones, the same two countries.
chosen AS MATERIALIZED (
    SELECT DISTINCT ON (sea.id)
           sea.id AS lane_id, sea.days AS sea_days, sea.low_days AS sea_low_days,
           sea.high_days AS sea_high_days, sea.shipments AS sea_shipments, air.*
      FROM usual AS sea
      JOIN usual AS air
        ON (air.from_place_id = sea.from_place_id
            OR air.starts_country = sea.starts_country AND air.starts_country <> '')
       AND (air.to_place_id = sea.to_place_id
            OR air.ends_country = sea.ends_country AND air.ends_country <> '')
     WHERE sea.mode = 'sea' AND air.mode = 'air' AND air.days < sea.days
     ORDER BY sea.id, air.days, air.id
)
SELECT s.order_id,
       way.sea_days - way.days AS days,
       greatest(way.sea_low_days - way.high_days, 0) AS low_days,
       way.sea_high_days - way.low_days AS high_days,
       way.sea_shipments + way.shipments AS history,
       CASE WHEN way.sea_shipments > 0 AND way.shipments > 0
            THEN format('%%s shipments by sea and %%s by air', way.sea_shipments, way.shipments)
            WHEN way.sea_shipments > 0
            THEN format('%%s shipments by sea, a planning figure by air', way.sea_shipments)
            WHEN way.shipments > 0
            THEN format('a planning figure by sea, %%s shipments by air', way.shipments)
            ELSE 'planning figures of both lanes' END AS rests_on,
       jsonb_build_object(
           'air_from', way.starts, 'air_to', way.ends,
           'air_days', way.days, 'sea_days', way.sea_days) AS evidence
  FROM scope AS s
  JOIN chosen AS way ON way.lane_id = s.lane_id
   -- What has all been shipped has its way already.
 WHERE coalesce(s.shipped_quantity < s.quantity, s.shipped_quantity = 0)
