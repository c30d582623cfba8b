-- shipments/expedite/rules/slipping.sql
-- Reason       slipping (both): the promised ship date has moved later too often or by too many days
-- Chip         Slipping
-- Icon         trending-down
-- Says         "The promised ship date has moved later {moved_later:times}, from {first_promised_ship_on} to {promised_ship_on}: {days_later:days}."
--              "The promised ship date has moved later {moved_later:times}; it was {first_promised_ship_on} at first and is {promised_ship_on} now."
-- Parameters   slipping_times int, times | slipping_days int, calendar days
-- Turns        none
-- Reads        scope: the open orders being judged, prepared by the engine | shipments_promise
-- Returns      order_id, since (first day the rule held: when the promise was given that made it slip), evidence
SELECT s.order_id,
       coalesce((
        SELECT least(min(told.said_on) FILTER (WHERE told.moves >= %(slipping_times)s::int),
                     -- Of the days: since they were last fewer.
                     min(told.said_on) FILTER (WHERE told.is_later AND NOT told.is_less_again))
          FROM (SELECT given.said_on, given.moves, given.is_later,
                       coalesce(bool_or(NOT given.is_later) OVER (
                           ORDER BY given.said_at
                           ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), false)
                       AS is_less_again
                  FROM (SELECT said.said_on, said.said_at,
                               sum((said.ship_on > said.before)::int) OVER (
                                   ORDER BY said.said_at) AS moves,
                               said.ship_on - s.first_promised_ship_on
                               >= %(slipping_days)s::int AS is_later
                          -- The parts of a split promise were said at one moment.
                          FROM (SELECT coalesce(p.reported_at, p.recorded_at) AS said_at,
                                       max(p.said_on) AS said_on, max(p.ship_on) AS ship_on,
                                       lag(max(p.ship_on)) OVER (
                                           ORDER BY coalesce(p.reported_at, p.recorded_at)
                                       ) AS before
                                  FROM shipments_promise AS p
                                 WHERE p.order_id = s.order_id
                                 GROUP BY coalesce(p.reported_at, p.recorded_at)) AS said) AS given) AS told),
                (s.recorded_at AT TIME ZONE 'UTC')::date) AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'moved_later', s.promises_moved_later,
           'first_promised_ship_on', s.first_promised_ship_on,
           'promised_ship_on', s.promised_ship_on,
           'days_later', CASE WHEN s.promises_moved_days > 0
                              THEN s.promises_moved_days END)) AS evidence
  FROM scope AS s
 WHERE (s.promises_moved_later >= %(slipping_times)s::int
        OR s.promises_moved_days >= %(slipping_days)s::int)
   -- What has all been shipped slips no more.
   AND coalesce(s.shipped_quantity < s.quantity, s.shipped_quantity = 0)
