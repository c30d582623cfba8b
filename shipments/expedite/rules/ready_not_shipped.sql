-- shipments/expedite/rules/ready_not_shipped.sql
-- Reason       ready_not_shipped (speed up): goods were reported ready some time ago and are not on a shipment
-- Chip         Ready, not shipped
-- Icon         package-check
-- Says         "{waiting:quantity} ready since {ready_on}, {ready_on:days} ago, and on no shipment."
-- Parameters   as_of date | ready_days int, calendar days
-- Turns        s.ready_on + %(ready_days)s::int + 1
-- Reads        scope: the open orders being judged, prepared by the engine
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       s.ready_on + %(ready_days)s::int + 1 AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'ready_on', s.ready_on,
           'waiting', s.ready_quantity - s.shipped_quantity,
           'unit', nullif(s.unit_of_issue, ''))) AS evidence
  FROM scope AS s
 WHERE s.ready_quantity > s.shipped_quantity
   AND s.ready_on + %(ready_days)s::int < %(as_of)s::date
