-- shipments/expedite/rules/silent.sql
-- Reason       silent (chase): nothing has been heard about the order for too long
-- Chip         Nothing heard
-- Icon         volume-x
-- Says         "Nothing heard since {last_heard_on}, {last_heard_on:days} ago."
-- Parameters   as_of date | silent_days int, calendar days
-- Turns        CASE WHEN s.last_heard_on = s.ordered_on THEN s.ordered_by
--                   ELSE coalesce(s.last_heard_on, (s.recorded_at AT TIME ZONE 'UTC')::date)
--                   END + %(silent_days)s::int + 1
-- Reads        scope: the open orders being judged, prepared by the engine
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       heard.last_on + %(silent_days)s::int + 1 AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'last_heard_on', heard.last_on,
           'last_heard_on_precision',
           CASE WHEN s.ordered_on_precision <> 'day' AND s.last_heard_on = s.ordered_on
                THEN s.ordered_on_precision END)) AS evidence
  FROM scope AS s
       -- Heard of last when it was ordered, it was on the last day that can mean; an order of
       -- which nothing is dated, when it was recorded.
       CROSS JOIN LATERAL (
            SELECT CASE WHEN s.last_heard_on = s.ordered_on THEN s.ordered_by
                        ELSE coalesce(s.last_heard_on, (s.recorded_at AT TIME ZONE 'UTC')::date)
                        END AS last_on) AS heard
 WHERE heard.last_on + %(silent_days)s::int < %(as_of)s::date
