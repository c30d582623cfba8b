-- What the promises of contractors have been worth, for those that have something new to tell
-- Parameters   at timestamptz
-- Reads        due records | order, standing, promise | policy in force
-- Writes       contractor record | due records, of which those met are taken away | due orders:
--              of a contractor whose correction is another now, each order that it is made to
-- Returns      how many records changed
-- Repeatable   the same ledgers give the same rows
WITH due AS (
    DELETE FROM shipments_duerecord WHERE contractor_id IS NOT NULL RETURNING contractor_id
),
asked AS MATERIALIZED (
    SELECT c.id
      FROM shipments_contractor AS c
     WHERE c.id IN (SELECT contractor_id FROM due)
        -- An entry for every record is left to lanes.sql, which runs next.
        OR EXISTS (SELECT FROM shipments_duerecord WHERE contractor_id IS NULL AND mode = '')
),
limits AS (
    SELECT (limits ->> 'promises_to_correct')::int AS enough
      FROM shipments_policy ORDER BY version DESC LIMIT 1
),
-- Every promise for goods that have all left since: the days from the promised to the actual.
-- The parts of a split promise, said at one moment, count as one, by the last of them.
observed AS (
    SELECT o.contractor_id, st.expected_ship_on - max(p.ship_on) AS slip_days
      FROM shipments_order AS o
      JOIN shipments_standing AS st ON st.order_id = o.id
      JOIN shipments_promise AS p ON p.order_id = o.id
     WHERE o.contractor_id IN (SELECT id FROM asked)
       AND o.cancelled_on IS NULL
       AND st.departed_quantity - st.missing_quantity >= o.quantity
       AND p.said_on <= st.expected_ship_on
     GROUP BY o.contractor_id, o.id, st.expected_ship_on, coalesce(p.reported_at, p.recorded_at)
),
computed AS MATERIALIZED (
    SELECT contractor_id, count(*) AS promises,
           count(*) FILTER (WHERE slip_days <= 0) AS kept,
           percentile_disc(0.25) WITHIN GROUP (ORDER BY slip_days) AS low_slip_days,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY slip_days) AS median_slip_days,
           percentile_disc(0.75) WITHIN GROUP (ORDER BY slip_days) AS high_slip_days
      FROM observed
     GROUP BY contractor_id
),
changed AS MATERIALIZED (
    SELECT asked.id AS contractor_id,
           CASE WHEN was.promises >= limits.enough THEN was.median_slip_days END
               IS DISTINCT FROM
           CASE WHEN is_now.promises >= limits.enough THEN is_now.median_slip_days END
               AS corrects_otherwise
      FROM asked
     CROSS JOIN limits
      LEFT JOIN computed AS is_now ON is_now.contractor_id = asked.id
      LEFT JOIN shipments_contractorrecord AS was ON was.contractor_id = asked.id
     WHERE (was.promises, was.kept, was.low_slip_days, was.median_slip_days, was.high_slip_days)
           IS DISTINCT FROM
           (is_now.promises, is_now.kept, is_now.low_slip_days, is_now.median_slip_days,
            is_now.high_slip_days)
),
gone AS (
    DELETE FROM shipments_contractorrecord
     WHERE contractor_id IN (SELECT contractor_id FROM changed)
       AND contractor_id NOT IN (SELECT contractor_id FROM computed)
),
written AS (
    INSERT INTO shipments_contractorrecord AS record
        (contractor_id, promises, kept, low_slip_days, median_slip_days, high_slip_days,
         computed_at)
    SELECT computed.*, %(at)s
      FROM computed
     WHERE contractor_id IN (SELECT contractor_id FROM changed)
    ON CONFLICT (contractor_id) DO UPDATE
       SET promises = excluded.promises, kept = excluded.kept,
           low_slip_days = excluded.low_slip_days, median_slip_days = excluded.median_slip_days,
           high_slip_days = excluded.high_slip_days, computed_at = excluded.computed_at
),
stale AS (
    INSERT INTO shipments_dueorder (order_id, is_stale, marked_at)
    SELECT o.id, true, %(at)s
      FROM shipments_order AS o
      JOIN shipments_standing AS st ON st.order_id = o.id
     WHERE o.contractor_id IN (SELECT contractor_id FROM changed WHERE corrects_otherwise)
       AND st.promised_ship_on IS NOT NULL
       AND st.is_open
       AND coalesce(st.departed_quantity - st.missing_quantity < o.quantity, true)
)
SELECT count(*) FROM changed
