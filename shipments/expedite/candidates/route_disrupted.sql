-- shipments/expedite/candidates/route_disrupted.sql
-- It is planned on a lane that a disruption lies on, or aboard a shipment on such a way.
s.lane_id IN (
    SELECT l.id
      FROM shipments_disruption AS d
      JOIN shipments_lane AS l
        ON l.id = d.lane_id
        OR d.place_id IN (l.from_place_id, l.to_place_id)
        OR EXISTS (SELECT FROM shipments_lane_passes AS p
                    WHERE p.lane_id = l.id AND p.place_id = d.place_id)
     WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true))
OR s.shipped_quantity > s.received_quantity AND s.order_id IN (
    SELECT line.order_id
      FROM shipments_disruption AS d
      JOIN shipments_shipment AS sh
        ON sh.cancelled_at IS NULL
       AND (d.place_id IN (sh.from_place_id, sh.to_place_id)
            OR EXISTS (SELECT FROM shipments_lane AS l
                        WHERE (l.mode, l.from_place_id, l.to_place_id)
                            = (sh.mode, sh.from_place_id, sh.to_place_id)
                          AND (l.id = d.lane_id
                               OR EXISTS (SELECT FROM shipments_lane_passes AS p
                                           WHERE p.lane_id = l.id AND p.place_id = d.place_id))))
      JOIN shipments_shipmentline AS line ON line.shipment_id = sh.id
     WHERE d.starts_on <= %(as_of)s::date AND coalesce(d.ends_on >= %(as_of)s::date, true))
