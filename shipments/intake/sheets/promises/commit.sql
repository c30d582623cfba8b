-- Let the case file of an order in hand wait for what was promised, where that is the last that
-- was said, and was said since the file was opened.
-- Parameters   at
-- Reads        import_promised, promise
-- Writes       expedite, its actions
WITH answered AS (
    SELECT DISTINCT added.order_id
      FROM import_promised AS added
      JOIN shipments_expedite AS file ON file.order_id = added.order_id AND file.closed_at IS NULL
),
last AS (
    SELECT promise.order_id, max(coalesce(promise.reported_at, promise.recorded_at)) AS moment
      FROM shipments_promise AS promise
      JOIN answered ON answered.order_id = promise.order_id
     GROUP BY promise.order_id
),
part AS (
    SELECT promise.order_id, promise.id, promise.said_by, row_number() OVER parts AS nth,
           count(*) OVER whole AS parts,
           CASE WHEN promise.quantity IS NOT NULL
                THEN to_char(promise.quantity, 'FM999,999,999,999,990') || ' on '
                WHEN count(*) OVER whole > 1 THEN 'the rest on '
                ELSE 'on ' END || to_char(promise.ship_on, 'FMDD Mon YYYY') AS words
      FROM shipments_promise AS promise
      JOIN last ON last.order_id = promise.order_id
               AND coalesce(promise.reported_at, promise.recorded_at) = last.moment
    WINDOW whole AS (PARTITION BY promise.order_id),
           parts AS (PARTITION BY promise.order_id ORDER BY promise.ship_on, promise.id)
),
answer AS (
    SELECT part.order_id, jsonb_agg(part.id ORDER BY part.nth) AS ids,
           max(part.id) FILTER (WHERE part.nth = part.parts) AS last_id,
           max(part.said_by) FILTER (WHERE part.nth = part.parts) AS said_by,
           concat_ws(' and ', string_agg(part.words, ', ' ORDER BY part.nth)
                                  FILTER (WHERE part.nth < part.parts),
                     max(part.words) FILTER (WHERE part.nth = part.parts)) AS words
      FROM part
     GROUP BY part.order_id
),
waiting AS (
    SELECT file.id, file.state, answer.ids, answer.last_id, answer.said_by, answer.words
      FROM answer
      JOIN last ON last.order_id = answer.order_id
      JOIN shipments_expedite AS file
        ON file.order_id = answer.order_id AND file.closed_at IS NULL
       AND (file.opened_at AT TIME ZONE 'UTC')::date <= (last.moment AT TIME ZONE 'UTC')::date
     WHERE EXISTS (SELECT FROM import_promised AS added
                    WHERE added.order_id = answer.order_id AND answer.ids @> to_jsonb(added.id))
       FOR NO KEY UPDATE OF file
),
committed AS (
    UPDATE shipments_expedite AS file
       SET state = 'committed', commitment_id = waiting.last_id, next_step = '',
           next_step_on = NULL
      FROM waiting WHERE file.id = waiting.id
)
INSERT INTO shipments_expediteaction
    (expedite_id, kind, state_before, state_after, at, text, facts)
SELECT waiting.id, 'promised', waiting.state, 'committed', %(at)s,
       waiting.said_by || ' promised to ship ' || waiting.words || '.',
       jsonb_build_object('promises', waiting.ids)
  FROM waiting
