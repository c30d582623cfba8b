-- shipments/expedite/rules/no_ship_date.sql
-- Reason       no_ship_date (chase): it was ordered some time ago and no ship date was ever promised
-- Chip         No ship date
-- Icon         calendar-off
-- Says         "Ordered {ordered_on}; no ship date has been promised since."
-- Parameters   as_of date | no_ship_date_days int, calendar days
-- Turns        s.ordered_by + %(no_ship_date_days)s::int + 1
-- Reads        scope: the open orders being judged, prepared by the engine
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       s.ordered_by + %(no_ship_date_days)s::int + 1 AS since,
       jsonb_build_object(
           'ordered_on', s.ordered_on,
           'ordered_on_precision', s.ordered_on_precision) AS evidence
  FROM scope AS s
 WHERE s.promised_ship_on IS NULL
   -- What has all been shipped needs no ship date.
   AND coalesce(s.shipped_quantity < s.quantity, s.shipped_quantity = 0)
   AND s.ordered_by + %(no_ship_date_days)s::int < %(as_of)s::date
