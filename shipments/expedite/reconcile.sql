-- Bring the live flags of the orders judged to what the rules found, and the hot list to them.
-- Parameters   first, beyond: keys, for whole chunks | at timestamptz | policy_id
--              reasons text[]: of every rule | failed text[]: of those that could not be run
-- Reads        judging_scope, judging_found and judging_due, made by the engine for this batch
-- Writes       flag | hot order
-- Returns      judged, raised, changed, cleared
-- Repeatable   a second time over the same facts writes nothing
--
-- The rows of these flags belong to whoever holds their chunk, so nobody else writes them.
WITH live AS MATERIALIZED (
    SELECT f.id, f.order_id, f.reason, f.kind, f.points, f.since, f.evidence
      FROM shipments_flag AS f
     WHERE f.cleared_at IS NULL AND /* live */
),
found AS MATERIALIZED (
    SELECT rule.order_id, rule.reason, rule.points, rule.since, rule.evidence,
           CASE WHEN scope.is_routine THEN 'speed_up' ELSE 'chase' END AS kind,
           scope.required_on
      FROM judging_found AS rule
      JOIN judging_scope AS scope ON scope.order_id = rule.order_id
),
-- What to write: a flag that is new, one of which something changed, one that is over.
verdict AS MATERIALIZED (
    SELECT coalesce(found.order_id, live.order_id) AS order_id, live.id AS flag_id,
           found.order_id IS NOT NULL AS holds, coalesce(found.reason, live.reason) AS reason,
           found.kind, found.points, found.since, found.evidence
      FROM found
      FULL JOIN live ON live.order_id = found.order_id AND live.reason = found.reason
     WHERE live.id IS NULL
        OR found.order_id IS NULL
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
     ORDER BY order_id
),
changed AS (
    UPDATE shipments_flag AS flag
       SET kind = verdict.kind, since = verdict.since, points = verdict.points,
           evidence = verdict.evidence, policy_id = %(policy_id)s, evidence_at = %(at)s
      FROM verdict
     WHERE flag.id = verdict.flag_id AND verdict.holds
),
-- A flag whose rule could not be run stays as it is, while its order is judged at all.
kept AS MATERIALIZED (
    SELECT verdict.flag_id, live.order_id, live.points, st.is_routine, o.required_on
      FROM verdict
      JOIN live ON live.id = verdict.flag_id
      JOIN shipments_standing AS st ON st.order_id = verdict.order_id
      JOIN shipments_order AS o ON o.id = verdict.order_id
     WHERE NOT verdict.holds AND verdict.reason = ANY (%(failed)s::text[])
       AND st.is_open AND NOT st.is_held
),
cleared AS (
    UPDATE shipments_flag AS flag
       SET cleared_at = %(at)s,
           cleared_because = CASE
               WHEN st.status = 'received' THEN 'Order received'
               WHEN st.status = 'cancelled' THEN 'Order cancelled'
               WHEN st.status = 'notified' THEN 'Only a possible sale'
               WHEN st.is_held THEN 'Held'
               WHEN verdict.reason <> ALL (%(reasons)s::text[]) THEN 'Rule withdrawn'
               ELSE 'No longer holds' END
      FROM verdict
      JOIN shipments_standing AS st ON st.order_id = verdict.order_id
     WHERE flag.id = verdict.flag_id AND NOT verdict.holds
       AND flag.id NOT IN (SELECT flag_id FROM kept)
    RETURNING 1
),
hot AS MATERIALIZED (
    SELECT order_id, sum(points)::int AS score, min(kind) AS kind, min(required_on) AS required_on
      FROM (SELECT order_id, points, kind, required_on FROM found
             UNION ALL
            SELECT order_id, points, CASE WHEN is_routine THEN 'speed_up' ELSE 'chase' END,
                   required_on FROM kept) AS weighs
     GROUP BY order_id
),
was_hot AS MATERIALIZED (
    SELECT h.order_id, h.score, h.kind, h.required_on FROM shipments_hotorder AS h WHERE /* hot */
),
cooled AS (
    DELETE FROM shipments_hotorder AS h
     USING was_hot
     WHERE h.order_id = was_hot.order_id
       AND NOT EXISTS (SELECT FROM hot WHERE hot.order_id = was_hot.order_id)
),
rated AS (
    UPDATE shipments_hotorder AS h
       SET score = hot.score, kind = hot.kind, required_on = hot.required_on
      FROM hot
      JOIN was_hot ON was_hot.order_id = hot.order_id
     WHERE h.order_id = hot.order_id
       AND (was_hot.score, was_hot.kind, was_hot.required_on)
           IS DISTINCT FROM (hot.score, hot.kind, hot.required_on)
),
heated AS (
    INSERT INTO shipments_hotorder (order_id, score, kind, required_on)
    SELECT order_id, score, kind, required_on
      FROM hot
     WHERE NOT EXISTS (SELECT FROM was_hot WHERE was_hot.order_id = hot.order_id)
     ORDER BY order_id
)
SELECT (SELECT count(*) FROM shipments_standing AS st
         WHERE st.is_open AND NOT st.is_held AND /* judged */) AS judged,
       (SELECT count(*) FROM verdict WHERE flag_id IS NULL) AS raised,
       (SELECT count(*) FROM verdict WHERE flag_id IS NOT NULL AND holds) AS changed,
       (SELECT count(*) FROM cleared) AS cleared
