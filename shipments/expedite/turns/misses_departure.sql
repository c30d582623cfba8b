-- shipments/expedite/turns/misses_departure.sql
-- The day after its cut-off a departure can no longer be made.
SELECT s.order_id, d.cut_off_on + 1 AS turns_on
  FROM shipments_departure AS d
  JOIN shipments_lane AS l ON (l.mode, l.from_place_id, l.to_place_id)
                            = (d.mode, d.from_place_id, d.to_place_id)
  JOIN scope AS s ON s.lane_id = l.id
                 AND s.expected_ship_on > d.cut_off_on
                 AND s.expected_ship_on <= d.cut_off_on + %(departure_near_days)s::int
 WHERE d.cancelled_on IS NULL AND d.cut_off_on >= %(judged_on)s::date
