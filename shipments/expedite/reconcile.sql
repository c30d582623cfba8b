-- Judge the due orders by every rule and bring the flags to what was found, in one statement.
-- Parameters   as_of date | at timestamptz | full boolean | policy_id | what the rules ask for
-- Reads        standing, order, and what the rules name
-- Writes       flag; standing: marked, judged_on, score
-- Returns      judged, raised, changed, cleared, left_out
-- Repeatable   a second pass over the same facts writes nothing
--
-- Everything is read in one snapshot. A change that commits after it makes a new version of
-- the order's standing, which "held" then finds is not the version that was judged, and its
-- mark stays for the next pass.
WITH due AS MATERIALIZED (
    SELECT st.order_id, st.xmin AS seen, st.is_open, st.status
      FROM shipments_standing AS st
     WHERE st.marked
        OR (st.is_open AND (%(full)s OR st.judged_on IS NULL OR st.judged_on < %(as_of)s::date))
        OR (%(full)s AND NOT st.is_open AND st.score > 0)
),
-- What the rules read. Orders under a hold will be left out of it here, so that a held order
-- has no live flag; nothing else then needs to know of holds.
scope AS MATERIALIZED (
    SELECT st.order_id, st.is_routine,
           o.item_id, o.quantity,
           o.quantity IS NOT NULL AND o.quantity_qualifier = '' AS quantity_is_exact,
           o.unit_of_issue,
           o.ordered_on, o.ordered_on_precision,
           -- The last day on which it can have been ordered, where only a month is known.
           CASE o.ordered_on_precision
                WHEN 'month' THEN (date_trunc('month', o.ordered_on) + interval '1 month')::date - 1
                WHEN 'year' THEN (date_trunc('year', o.ordered_on) + interval '1 year')::date - 1
                ELSE o.ordered_on END AS ordered_by,
           o.acknowledged_on,
           o.required_on, o.required_on_precision, o.first_required_on,
           coalesce(nullif(o.required_basis, ''), 'required date') AS required_basis,
           (o.recorded_at AT TIME ZONE 'UTC')::date AS recorded_on,
           st.promised_ship_on, st.expected_delivery_on, st.expected_basis,
           st.shipped_quantity, st.received_quantity, st.last_heard_on
      FROM due
      JOIN shipments_standing AS st ON st.order_id = due.order_id
      JOIN shipments_order AS o ON o.id = due.order_id
     WHERE due.is_open AND NOT o.possible_sale AND o.cancelled_on IS NULL
),
found AS MATERIALIZED (
    /* found */
),
live AS MATERIALIZED (
    SELECT f.id, f.order_id, f.reason, f.kind, f.points, f.since, f.evidence, due.status
      FROM shipments_flag AS f
      JOIN due ON due.order_id = f.order_id
     WHERE f.cleared_at IS NULL
),
-- What to write: a flag that is new, and one of which something changed.
verdict AS MATERIALIZED (
    SELECT found.*, live.id IS NULL AS is_new
      FROM found
      LEFT JOIN live ON live.order_id = found.order_id AND live.reason = found.reason
     WHERE live.id IS NULL
        OR (live.kind, live.points, live.since) <> (found.kind, found.points, found.since)
        OR live.evidence <> found.evidence
),
raised AS (
    INSERT INTO shipments_flag AS flag
        (order_id, reason, kind, since, points, evidence, policy_id, raised_at, evidence_at,
         cleared_because)
    SELECT order_id, reason, kind, since, points, evidence, %(policy_id)s, %(at)s, %(at)s, ''
      FROM verdict
     ORDER BY order_id, reason
    ON CONFLICT (order_id, reason) WHERE cleared_at IS NULL DO UPDATE
       SET kind = excluded.kind, since = excluded.since, points = excluded.points,
           evidence = excluded.evidence, policy_id = excluded.policy_id,
           evidence_at = excluded.evidence_at
),
cleared AS (
    UPDATE shipments_flag AS flag
       SET cleared_at = %(at)s,
           cleared_because = CASE
               WHEN live.status = 'received' THEN 'Order received'
               WHEN live.status = 'cancelled' THEN 'Order cancelled'
               WHEN live.status = 'notified' THEN 'Only a possible sale'
               WHEN live.reason <> ALL (%(reasons)s::text[]) THEN 'Rule withdrawn'
               ELSE 'No longer holds' END
      FROM live
     WHERE flag.id = live.id
       AND NOT EXISTS (SELECT 1 FROM found
                        WHERE found.order_id = live.order_id AND found.reason = live.reason)
    RETURNING flag.id
),
scored AS (
    SELECT due.order_id, due.seen, coalesce(sum(found.points), 0) AS score
      FROM due
      LEFT JOIN found ON found.order_id = due.order_id
     GROUP BY due.order_id, due.seen
),
-- Rows that somebody is changing right now are left out, not waited for: a pass never waits
-- for a row that a person holds. They stay marked, or become so when that change commits.
held AS MATERIALIZED (
    SELECT st.order_id, scored.score
      FROM shipments_standing AS st
      JOIN scored ON scored.order_id = st.order_id
     WHERE st.xmin = scored.seen
       AND (st.marked OR st.score <> scored.score
            OR st.judged_on IS DISTINCT FROM %(as_of)s::date)
       FOR NO KEY UPDATE OF st SKIP LOCKED
),
settled AS (
    UPDATE shipments_standing AS st
       SET marked = false, judged_on = %(as_of)s, score = held.score
      FROM held
     WHERE st.order_id = held.order_id
)
SELECT (SELECT count(*) FROM scope) AS judged,
       (SELECT count(*) FROM verdict WHERE is_new) AS raised,
       (SELECT count(*) FROM verdict WHERE NOT is_new) AS changed,
       (SELECT count(*) FROM cleared) AS cleared
