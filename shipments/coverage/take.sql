-- Let short needs take from substitutes, in turn: the need first in line before the next, and
-- each from its substitute of rank 1 before that of rank 2. What one took is gone for the rest.
-- Asks for   {steps}: group_id, turn (1, 2, 3 ... within the group), need_id, wanted,
--            accepted_id, available (of the substitute, to this need)
-- Gives      {taken}: the same and took, and starts: what was gone of the substitute before it
{taken}_in_turn (group_id, turn, need_id, accepted_id, wanting, starts, took, gone) AS (
    SELECT DISTINCT group_id, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint,
           '{{}}'::jsonb
      FROM {steps}
     UNION ALL
    SELECT step.group_id, step.turn, step.need_id, step.accepted_id,
           asks.wanting - gets.took, asks.starts, gets.took,
           before.gone || jsonb_build_object(step.accepted_id::text, asks.starts + gets.took)
      FROM {taken}_in_turn AS before
      JOIN {steps} AS step
        ON step.group_id = before.group_id AND step.turn = before.turn + 1
     CROSS JOIN LATERAL (
         SELECT CASE WHEN step.need_id = before.need_id THEN before.wanting
                     ELSE step.wanted END AS wanting,
                coalesce((before.gone ->> step.accepted_id::text)::bigint, 0) AS starts
     ) AS asks
     CROSS JOIN LATERAL (
         SELECT greatest(least(asks.wanting, step.available - asks.starts), 0) AS took
     ) AS gets
),
{taken} AS MATERIALIZED (
    SELECT need_id, accepted_id, starts, took FROM {taken}_in_turn WHERE took > 0
)
