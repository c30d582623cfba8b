-- shipments/expedite/rules/promise_broken.sql
-- Reason       promise_broken (both): the promised ship date has gone and not everything is shipped
-- Chip         Promise broken
-- Icon         unlink
-- Says         "Promised to ship {promised_ship_on}, {promised_ship_on:days} ago; {left:quantity} of {ordered:quantity} not shipped."
--              "Promised to ship {promised_ship_on}, {promised_ship_on:days} ago; nothing of {ordered:quantity} is shipped."
--              "Promised to ship {promised_ship_on}, {promised_ship_on:days} ago; nothing of it is shipped."
-- Parameters   as_of date | promise_grace_days int, calendar days
-- Turns        s.promised_ship_on + %(promise_grace_days)s::int + 1
-- Reads        scope: the open orders being judged, prepared by the engine
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       s.promised_ship_on + %(promise_grace_days)s::int + 1 AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'promised_ship_on', s.promised_ship_on,
           -- An "up to" or "about" has no exact remainder.
           'ordered', CASE WHEN s.quantity_qualifier = '' THEN s.quantity END,
           'left', CASE WHEN s.quantity_qualifier = '' AND s.shipped_quantity > 0
                        THEN s.quantity - s.shipped_quantity END,
           'unit', nullif(s.unit_of_issue, ''))) AS evidence
  FROM scope AS s
 WHERE s.promised_ship_on + %(promise_grace_days)s::int < %(as_of)s::date
   AND coalesce(s.shipped_quantity < s.quantity, s.shipped_quantity = 0)
