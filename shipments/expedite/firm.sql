-- Measure on the arrival what was gained in files that closed before it
-- Parameters   at timestamptz | order_ids bigint[] and days date[], the orders that arrived and when
-- Writes       expedite, the newest file of each order | expedite action
-- Returns      how many
-- Repeatable   a file that is firm stays as it is
WITH came AS (
    SELECT * FROM unnest(%(order_ids)s::bigint[], %(days)s::date[]) AS came (order_id, on_day)
),
measured AS (
    UPDATE shipments_expedite e
       SET days_gained = e.expected_at_opening - came.on_day, days_gained_are_firm = true
      FROM came
     WHERE e.order_id = came.order_id
       AND e.closed_at IS NOT NULL
       AND NOT e.days_gained_are_firm
       AND NOT EXISTS (SELECT 1 FROM shipments_expedite later
                        WHERE later.order_id = e.order_id AND later.id > e.id)
 RETURNING e.id, e.state, e.days_gained, came.on_day
),
written AS (
    INSERT INTO shipments_expediteaction
        (expedite_id, kind, state_before, state_after, at, text, facts)
    SELECT id, 'noted', state, state, %(at)s,
           format('All of it arrived by %%s: days gained are firm, %%s.',
                  to_char(on_day, 'FMDD Mon YYYY'), days_gained),
           jsonb_build_object('arrived_on', on_day, 'days_gained', days_gained)
      FROM measured
 RETURNING 1
)
SELECT count(*) FROM written
