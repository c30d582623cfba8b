-- shipments/expedite/rules/silent.sql
-- Reason       silent (chase): nothing has been heard about the order for too long
-- Chip         Nothing heard
-- Icon         volume-x
-- Points       15
-- Says         "Nothing heard since {last_heard_on}, {last_heard_on:days} ago."
-- Parameters   as_of date | silent_days int, calendar days
-- Reads        scope: the open orders being judged, prepared by the engine
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       heard.last_heard_on + %(silent_days)s::int + 1 AS since,
       jsonb_build_object('last_heard_on', heard.last_heard_on) AS evidence
  FROM scope AS s
       -- An order of which nothing is dated was heard of when it was recorded.
       CROSS JOIN LATERAL (SELECT coalesce(s.last_heard_on,
                                           (s.recorded_at AT TIME ZONE 'UTC')::date)
                               AS last_heard_on) AS heard
 WHERE heard.last_heard_on + %(silent_days)s::int < %(as_of)s::date
