-- shipments/expedite/rules/late_for_required_date.sql
-- Reason       late_for_required_date (both): delivery is expected after the required date, by more than the grace
-- Chip         Expected late
-- Icon         calendar-clock
-- Says         "Expected {expected_delivery_on}, {days_late:days} after the {basis} {required_on}. Expected from: {expected_basis}."
--              "Expected {expected_delivery_on}; the {basis} is {required_on}. Expected from: {expected_basis}."
-- Parameters   late_grace_days int, calendar days
-- Turns        none
-- Reads        scope: the open orders being judged, prepared by the engine | shipments_promise | shipments_standing
-- Returns      order_id, since (first day the rule held: when its last promise was given), evidence
SELECT s.order_id,
       coalesce(promise.said_on, s.ordered_on, (s.recorded_at AT TIME ZONE 'UTC')::date) AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'expected_delivery_on', s.expected_delivery_on,
           'expected_basis', (SELECT st.expected_basis FROM shipments_standing AS st
                               WHERE st.order_id = s.order_id),
           'required_on', s.required_on,
           'required_on_precision', s.required_on_precision,
           'basis', coalesce(nullif(s.required_basis, ''), 'required date'),
           -- Days after a month or a year would say more than is known.
           'days_late', CASE WHEN s.required_on_precision = 'day'
                             THEN s.expected_delivery_on - s.required_on END)) AS evidence
  FROM scope AS s
  LEFT JOIN LATERAL (
       SELECT p.said_on
         FROM shipments_promise AS p
        WHERE p.order_id = s.order_id
        ORDER BY coalesce(p.reported_at, p.recorded_at) DESC, p.said_on DESC
        LIMIT 1) AS promise ON true
 WHERE s.expected_delivery_on > s.required_on + %(late_grace_days)s::int
