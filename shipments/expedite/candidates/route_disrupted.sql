-- shipments/expedite/candidates/route_disrupted.sql
-- It is planned on a lane that a disruption lies on, or aboard a shipment on such a way: by its
-- ends, its lane, or one of its legs in force.
s.lane_id IN (
    SELECT l.id
      FROM shipments_disruption AS d
      JOIN shipments_lane AS l
        ON l.id = d.lane_id
        OR d.place_id IN (l.from_place_id, l.to_place_id)
        OR EXISTS (SELECT FROM shipments_lane_passes AS p
                    WHERE p.lane_id = l.id AND p.place_id = d.place_id)
     WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true)
       AND d.withdrawn_at IS NULL AND d.passability <> 'open')
OR s.shipped_quantity > 0 AND s.order_id IN (
    SELECT line.order_id
      FROM shipments_shipmentline AS line
     WHERE line.order_id >= %(first)s AND line.order_id < %(beyond)s
       AND line.shipment_id IN (
           SELECT sh.id
             FROM shipments_disruption AS d
             JOIN shipments_lane AS l
               ON l.id = d.lane_id
               OR EXISTS (SELECT FROM shipments_lane_passes AS p
                           WHERE p.lane_id = l.id AND p.place_id = d.place_id)
             JOIN shipments_shipment AS sh ON (sh.mode, sh.from_place_id, sh.to_place_id)
                                            = (l.mode, l.from_place_id, l.to_place_id)
            WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true)
              AND d.withdrawn_at IS NULL AND d.passability <> 'open'
            UNION ALL
           SELECT sh.id
             FROM shipments_disruption AS d
             JOIN shipments_shipment AS sh ON sh.from_place_id = d.place_id
            WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true)
              AND d.withdrawn_at IS NULL AND d.passability <> 'open'
            UNION ALL
           SELECT sh.id
             FROM shipments_disruption AS d
             JOIN shipments_shipment AS sh ON sh.to_place_id = d.place_id
            WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true)
              AND d.withdrawn_at IS NULL AND d.passability <> 'open'
            UNION ALL
           SELECT leg.shipment_id
             FROM shipments_disruption AS d
             JOIN shipments_leg AS leg ON leg.from_place_id = d.place_id
            WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true)
              AND d.withdrawn_at IS NULL AND d.passability <> 'open' AND leg.replaced_at IS NULL
            UNION ALL
           SELECT leg.shipment_id
             FROM shipments_disruption AS d
             JOIN shipments_leg AS leg ON leg.to_place_id = d.place_id
            WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true)
              AND d.withdrawn_at IS NULL AND d.passability <> 'open' AND leg.replaced_at IS NULL
            UNION ALL
           SELECT leg.shipment_id
             FROM shipments_disruption AS d
             JOIN shipments_leg_passes AS p ON p.place_id = d.place_id
             JOIN shipments_leg AS leg ON leg.id = p.leg_id
            WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true)
              AND d.withdrawn_at IS NULL AND d.passability <> 'open' AND leg.replaced_at IS NULL
            UNION ALL
           SELECT leg.shipment_id
             FROM shipments_disruption AS d
             JOIN shipments_lane AS l
               ON l.id = d.lane_id
               OR EXISTS (SELECT FROM shipments_lane_passes AS p
                           WHERE p.lane_id = l.id AND p.place_id = d.place_id)
             JOIN shipments_leg AS leg ON (leg.mode, leg.from_place_id, leg.to_place_id)
                                        = (l.mode, l.from_place_id, l.to_place_id)
            WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true)
              AND d.withdrawn_at IS NULL AND d.passability <> 'open'
              AND leg.replaced_at IS NULL))
