-- shipments/expedite/levers/recover_slip.sql
-- Lever        recover_slip: go back to the ship date that was promised first
-- Name         Recover the slip
-- Icon         undo-2
-- For          slipping | late_for_required_date | past_required_date | need_uncovered | outgrown_routine | misses_departure
-- Says         "Back from {promised_ship_on} to {first_promised_ship_on}, as promised at first."
--              "Ship now, instead of {promised_ship_on}; it was promised for {was_promised_on} at first."
-- Parameters   as_of date
-- Reads        scope: the open orders asked about | shipments_promise
-- Returns      order_id, days, low_days, high_days, history (how many it rests on), rests_on, evidence
SELECT s.order_id,
       back.days,
       -- At the least the last move is taken back.
       CASE WHEN told.before < s.promised_ship_on
            THEN least(s.promised_ship_on - told.before, back.days) ELSE back.days END AS low_days,
       back.days AS high_days,
       told.promises AS history,
       format('%%s promises for this order', told.promises) AS rests_on,
       jsonb_strip_nulls(jsonb_build_object(
           'promised_ship_on', s.promised_ship_on,
           'first_promised_ship_on', CASE WHEN s.first_promised_ship_on >= %(as_of)s::date
                                          THEN s.first_promised_ship_on END,
           'was_promised_on', s.first_promised_ship_on)) AS evidence
  FROM scope AS s
 CROSS JOIN LATERAL (
       -- What is past cannot be gone back to.
       SELECT s.promised_ship_on - greatest(s.first_promised_ship_on, %(as_of)s::date) AS days
       ) AS back
 CROSS JOIN LATERAL (
       SELECT count(*) AS promises,
              (array_agg(said.before ORDER BY said.said_at DESC))[1] AS before
         FROM (SELECT coalesce(p.reported_at, p.recorded_at) AS said_at,
                      lag(max(p.ship_on)) OVER (
                          ORDER BY coalesce(p.reported_at, p.recorded_at)) AS before
                 FROM shipments_promise AS p
                WHERE p.order_id = s.order_id
                GROUP BY coalesce(p.reported_at, p.recorded_at)) AS said) AS told
 WHERE s.promises_moved_days > 0
   AND back.days > 0
   AND coalesce(s.shipped_quantity < s.quantity, s.shipped_quantity = 0)
