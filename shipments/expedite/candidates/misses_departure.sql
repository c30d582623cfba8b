-- shipments/expedite/candidates/misses_departure.sql
-- It is expected to ship within reach of a cut-off on its lane.
(s.lane_id, s.expected_ship_on) IN (
    SELECT l.id, d.cut_off_on + late.by
      FROM shipments_departure AS d
      JOIN shipments_lane AS l ON (l.mode, l.from_place_id, l.to_place_id)
                                = (d.mode, d.from_place_id, d.to_place_id)
     CROSS JOIN generate_series(1, %(departure_near_days)s::int) AS late (by)
     WHERE d.cancelled_on IS NULL AND d.cut_off_on >= %(as_of)s::date)
