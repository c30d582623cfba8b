-- What became of the flags raised in a period
-- Parameters   from, to timestamptz: raised from the one and before the other | at timestamptz: now
-- Reads        flag, expedite
-- Returns      reason, and null for all of them; how many were raised, then for those taken up,
--              cleared by themselves and waiting: how many, and the median of the days waited
WITH raised AS MATERIALIZED (
    SELECT id, order_id, reason, raised_at, cleared_at
      FROM shipments_flag
     WHERE raised_at >= %(from)s AND raised_at < %(to)s
),
-- Whoever had the order already when the flag came had it in hand at once.
taken AS (
    SELECT raised.id, min(greatest(file.opened_at, raised.raised_at)) AS taken_at
      FROM raised
      JOIN shipments_expedite AS file
        ON file.order_id = raised.order_id
       AND file.opened_at < coalesce(raised.cleared_at, 'infinity')
       AND coalesce(file.closed_at, 'infinity') > raised.raised_at
     GROUP BY raised.id
),
waited AS (
    SELECT raised.reason,
           CASE WHEN taken.taken_at IS NOT NULL THEN 'taken_up'
                WHEN raised.cleared_at IS NOT NULL THEN 'cleared'
                ELSE 'waiting' END AS fate,
           (extract(epoch FROM coalesce(taken.taken_at, raised.cleared_at, %(at)s)
                               - raised.raised_at) / 86400)::float8 AS days
      FROM raised
      LEFT JOIN taken ON taken.id = raised.id
)
SELECT reason, count(*),
       count(*) FILTER (WHERE fate = 'taken_up'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE fate = 'taken_up'),
       count(*) FILTER (WHERE fate = 'cleared'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE fate = 'cleared'),
       count(*) FILTER (WHERE fate = 'waiting'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE fate = 'waiting')
  FROM waited
 GROUP BY GROUPING SETS ((reason), ())
 ORDER BY count(*) DESC, reason
