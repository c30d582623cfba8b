-- shipments/expedite/rules/past_required_date.sql
-- Reason       past_required_date (both): the required date has gone and not everything is delivered
-- Chip         Past required date
-- Icon         calendar-x
-- Says         "{basis:first} {required_on} passed {required_on:days} ago; {missing} of {ordered:quantity} not delivered."
--              "{basis:first} {required_on} passed {required_on:days} ago; no delivery of it is on record, {ordered:quantity} missing."
--              "{basis:first} {required_on} passed {required_on:days} ago; {received:quantity} delivered, and nothing says that it was all."
--              "{basis:first} {required_on} passed {required_on:days} ago; no delivery of it is on record."
-- Parameters   as_of date
-- Turns        s.required_on + 1
-- Reads        scope: the open orders being judged, prepared by the engine
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       s.required_on + 1 AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'required_on', s.required_on,
           'required_on_precision', s.required_on_precision,
           'basis', coalesce(nullif(s.required_basis, ''), 'required date'),
           'received', nullif(s.received_quantity, 0),
           -- An "up to" or "about" has no exact remainder.
           'ordered', CASE WHEN s.quantity_qualifier = '' THEN s.quantity END,
           'missing', CASE WHEN s.quantity_qualifier = '' AND s.received_quantity > 0
                           THEN s.quantity - s.received_quantity END,
           'unit', nullif(s.unit_of_issue, ''))) AS evidence
  FROM scope AS s
 WHERE s.required_on < %(as_of)s::date
   AND coalesce(s.received_quantity < s.quantity, true)
