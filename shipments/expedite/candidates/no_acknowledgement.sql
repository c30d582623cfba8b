-- shipments/expedite/candidates/no_acknowledgement.sql
-- It was never acknowledged, or changed since it came in.
s.shipped_quantity + s.missing_quantity = 0
AND (s.acknowledged_on IS NULL
     OR EXISTS (SELECT FROM shipments_orderevent AS e
                 WHERE e.pgh_obj_id = s.order_id AND e.pgh_label = 'update'))
