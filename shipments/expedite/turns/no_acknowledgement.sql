-- shipments/expedite/turns/no_acknowledgement.sql
-- A change has been waiting for its acknowledgement for so many working days.
SELECT s.order_id, calendar.days[%(as_of)s::date - change.changed_on + 1] AS turns_on
  FROM scope AS s
  JOIN shipments_orderevent AS e ON e.pgh_obj_id = s.order_id AND e.pgh_label = 'update'
 CROSS JOIN LATERAL (
       SELECT (e.pgh_created_at AT TIME ZONE 'UTC')::date AS changed_on) AS change
 CROSS JOIN (SELECT %(acknowledgement_due_on)s::date[] AS days) AS calendar
 WHERE s.shipped_quantity + s.missing_quantity = 0
   AND change.changed_on > %(as_of)s::date - cardinality(calendar.days)
