-- Bring the live flags of the orders judged to what the rules found, and the hot list to them.
-- Parameters   first, beyond: keys, for whole chunks | at timestamptz | policy_id
--              bits int: those of an order's key that do not tell its chunk
--              reasons text[]: of every rule | failed text[]: of those that could not be run
-- Reads        judging_found, judging_scope and judging_due, made by the engine for this batch
--              standing, order
-- Writes       flag | hot order | how many live flags each chunk has
-- Returns      judged, raised, changed, cleared
-- Repeatable   a second time over the same facts writes nothing
--
-- The rows of these flags belong to whoever holds their chunk. Nobody else writes them, so they
-- are found again by where they lie.
--
-- What to write: a flag that is new, one of which something changed, one that is over.
WITH hot AS MATERIALIZED (
    SELECT h.ctid AS row, h.* FROM shipments_hotorder AS h WHERE /* hot */
),
live AS (
    SELECT f.ctid AS row, f.id, f.order_id, f.reason, f.kind, f.points, f.since, f.evidence
      FROM shipments_flag AS f
     WHERE f.cleared_at IS NULL AND /* live */
),
verdict AS MATERIALIZED (
    SELECT coalesce(found.order_id, live.order_id) AS order_id, live.id AS flag_id,
           live.row, live.points AS was_points, found.order_id IS NOT NULL AS holds,
           coalesce(found.reason, live.reason) AS reason,
           found.kind, found.points, found.since, found.evidence
      FROM judging_found AS found
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
     WHERE flag.ctid = verdict.row AND verdict.holds
),
-- A flag whose rule could not be run stays as it is, while its order is judged at all.
kept AS MATERIALIZED (
    SELECT verdict.flag_id, verdict.order_id, verdict.was_points AS points, st.is_routine,
           o.required_on
      FROM verdict
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
     WHERE flag.ctid = verdict.row AND NOT verdict.holds
       AND verdict.flag_id NOT IN (SELECT flag_id FROM kept)
    RETURNING verdict.order_id
),
-- So that nobody has to count them all. Of a whole chunk they have just been counted.
counted AS (
    UPDATE shipments_judgingchunk AS chunk
       SET live_flags = /* lived */ + moved.flags
      FROM (SELECT order_id >> %(bits)s AS number, sum(by) AS flags
              FROM (SELECT order_id, 1 AS by FROM verdict WHERE flag_id IS NULL
                     UNION ALL
                    SELECT order_id, -1 FROM cleared
                     UNION ALL
                    SELECT number << %(bits)s, 0 FROM unnest(%(numbers)s::bigint[]) AS number)
                   AS each
             GROUP BY 1) AS moved
     WHERE chunk.number = moved.number AND chunk.live_flags <> /* lived */ + moved.flags
),
-- The places on the hot list that are new, other ones or gone.
heat AS MATERIALIZED (
    SELECT coalesce(now.order_id, hot.order_id) AS order_id, hot.row,
           now.score, now.kind, now.required_on
      FROM (SELECT order_id, sum(points)::int AS score, min(kind) AS kind,
                   min(required_on) AS required_on
              FROM (SELECT order_id, points, kind, required_on FROM judging_found
                     UNION ALL
                    SELECT order_id, points,
                           CASE WHEN is_routine THEN 'speed_up' ELSE 'chase' END, required_on
                      FROM kept) AS weighs
             GROUP BY order_id) AS now
      FULL JOIN hot ON hot.order_id = now.order_id
     WHERE (hot.score, hot.kind, hot.required_on)
           IS DISTINCT FROM (now.score, now.kind, now.required_on)
),
cooled AS (
    DELETE FROM shipments_hotorder AS h USING heat WHERE h.ctid = heat.row AND heat.score IS NULL
),
rated AS (
    UPDATE shipments_hotorder AS h
       SET score = heat.score, kind = heat.kind, required_on = heat.required_on
      FROM heat
     WHERE h.ctid = heat.row AND heat.score IS NOT NULL
),
heated AS (
    INSERT INTO shipments_hotorder (order_id, score, kind, required_on)
    SELECT order_id, score, kind, required_on FROM heat WHERE row IS NULL ORDER BY order_id
)
SELECT (/* judged */) AS judged,
       (SELECT count(*) FROM verdict WHERE flag_id IS NULL) AS raised,
       (SELECT count(*) FROM verdict WHERE flag_id IS NOT NULL AND holds) AS changed,
       (SELECT count(*) FROM cleared) AS cleared
