-- Judge the due orders by every rule and bring the flags to what was found, in one statement.
-- Parameters   full boolean | at timestamptz | policy_id | reasons text[] | what the rules ask for
-- Reads        due orders, standing, order, and what the rules name
-- Writes       flag; the score of the standing; due orders, of which those judged are taken away
-- Returns      judged, raised, changed, cleared, found
-- Repeatable   a second pass over the same facts writes nothing
--
-- Everything is read in one snapshot. A change that commits after it was taken has its entry
-- among the due orders out of this statement's sight, and so keeps it for the next pass.
WITH due AS (
    DELETE FROM shipments_dueorder
     -- An entry for every order is met by a full pass alone.
     WHERE %(full)s OR order_id IS NOT NULL
    RETURNING order_id
),
-- What the rules read, for each kind of flag apart. Orders under a hold will be left out of it
-- here, so that a held order has no live flag; nothing else then needs to know of holds.
speed_up AS MATERIALIZED (
    /* scope */ AND st.is_routine
),
chase AS MATERIALIZED (
    /* scope */ AND NOT st.is_routine
),
found AS MATERIALIZED (
    /* found */
),
live AS MATERIALIZED (
    SELECT f.id, f.order_id, f.reason, f.kind, f.points, f.since, f.evidence
      FROM shipments_flag AS f
     WHERE f.cleared_at IS NULL
       AND (%(full)s OR f.order_id IN (SELECT order_id FROM due))
),
-- What to write: a flag that is new, and one of which something changed.
verdict AS MATERIALIZED (
    SELECT found.*, live.id AS flag_id,
           live.points IS DISTINCT FROM found.points AS weighs_otherwise
      FROM found
      LEFT JOIN live ON live.order_id = found.order_id AND live.reason = found.reason
     WHERE live.id IS NULL
        OR (live.kind, live.points, live.since) <> (found.kind, found.points, found.since)
        OR live.evidence <> found.evidence
),
raised AS (
    INSERT INTO shipments_flag
        (order_id, reason, kind, since, points, evidence, policy_id, raised_at, evidence_at,
         cleared_because)
    SELECT order_id, reason, kind, since, points, evidence, %(policy_id)s, %(at)s, %(at)s, ''
      FROM verdict
     WHERE flag_id IS NULL
),
changed AS (
    UPDATE shipments_flag AS flag
       SET kind = verdict.kind, since = verdict.since, points = verdict.points,
           evidence = verdict.evidence, policy_id = %(policy_id)s, evidence_at = %(at)s
      FROM verdict
     WHERE flag.id = verdict.flag_id
),
cleared AS (
    UPDATE shipments_flag AS flag
       SET cleared_at = %(at)s,
           cleared_because = CASE
               WHEN st.status = 'received' THEN 'Order received'
               WHEN st.status = 'cancelled' THEN 'Order cancelled'
               WHEN st.status = 'notified' THEN 'Only a possible sale'
               WHEN live.reason <> ALL (%(reasons)s::text[]) THEN 'Rule withdrawn'
               ELSE 'No longer holds' END
      FROM live
      JOIN shipments_standing AS st ON st.order_id = live.order_id
     WHERE flag.id = live.id
       AND NOT EXISTS (SELECT 1 FROM found
                        WHERE found.order_id = live.order_id AND found.reason = live.reason)
    RETURNING flag.order_id
),
scored AS (
    SELECT order_id, sum(points) AS score FROM found GROUP BY order_id
),
-- A standing that somebody is changing right now is left out, not waited for, so that no pass
-- and no person ever wait for each other in a ring.
held AS MATERIALIZED (
    SELECT st.order_id, st.ctid AS version, coalesce(scored.score, 0) AS score
      FROM shipments_standing AS st
      LEFT JOIN scored ON scored.order_id = st.order_id
     WHERE (%(full)s OR st.order_id IN (SELECT order_id FROM due))
       AND st.score <> coalesce(scored.score, 0)
       FOR NO KEY UPDATE OF st SKIP LOCKED
),
settled AS (
    UPDATE shipments_standing AS st
       SET score = held.score
      FROM held
     WHERE st.ctid = held.version
),
-- That change will ask for the order again, and so does this pass, in case it is rolled back:
-- for each order of which the flags weigh otherwise than before and the score was not written.
put_off AS (
    INSERT INTO shipments_dueorder (order_id, marked_at)
    SELECT order_id, %(at)s
      FROM (SELECT order_id FROM verdict WHERE weighs_otherwise
             UNION SELECT order_id FROM cleared) AS touched
     WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.order_id = touched.order_id)
)
SELECT (SELECT count(*) FROM speed_up) + (SELECT count(*) FROM chase) AS judged,
       (SELECT count(*) FROM verdict WHERE flag_id IS NULL) AS raised,
       (SELECT count(*) FROM verdict WHERE flag_id IS NOT NULL) AS changed,
       (SELECT count(*) FROM cleared) AS cleared,
       (SELECT count(*) FROM found) AS found
