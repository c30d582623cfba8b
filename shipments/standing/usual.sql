-- How long each lane takes: as it took, once enough shipments tell; until then as planned.
usual AS MATERIALIZED (
    SELECT mode, from_place_id, to_place_id, lane.id AS lane_id,
           CASE WHEN record.shipments >= limits.shipments_for_median THEN record.median_days
                ELSE lane.planning_days END AS days,
           CASE WHEN record.shipments >= limits.shipments_for_median
                THEN format('%%s %%s by %%s, the median of its lane', record.median_days,
                            CASE record.median_days WHEN 1 THEN 'day' ELSE 'days' END, mode)
                ELSE format('%%s %%s by %%s, the planning figure of its lane', lane.planning_days,
                            CASE lane.planning_days WHEN 1 THEN 'day' ELSE 'days' END, mode) END AS basis
      FROM shipments_lane AS lane
      FULL JOIN shipments_lanerecord AS record USING (mode, from_place_id, to_place_id)
     CROSS JOIN limits
     WHERE lane.id IS NOT NULL OR record.shipments >= limits.shipments_for_median
)
