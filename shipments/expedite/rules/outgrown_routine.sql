-- shipments/expedite/rules/outgrown_routine.sql
-- Reason       outgrown_routine (speed up): a routine order whose item is now needed in an emergency, or whose required date was moved up
-- Chip         Outgrown routine
-- Icon         siren
-- Says         "Routine, but {needed:quantity} of its item are needed in an emergency, by {needed_on}; its required date was moved up from {first_required_on} to {required_on}."
--              "Routine, but {needed:quantity} of its item are needed in an emergency, the first by {first_needed_on}; its required date was moved up from {first_required_on} to {required_on}."
--              "Routine, but {needed:quantity} of its item are needed in an emergency, by {needed_on}."
--              "Routine, but {needed:quantity} of its item are needed in an emergency, the first by {first_needed_on}."
--              "Routine, but its required date was moved up from {first_required_on} to {required_on}."
-- Parameters   none
-- Turns        none
-- Reads        scope: the open orders being judged, prepared by the engine | shipments_need | shipments_orderevent
-- Returns      order_id, since (first day the rule held), evidence
WITH need AS MATERIALIZED (
    SELECT n.item_id,
           sum(n.quantity) AS quantity,
           count(*) > 1 AS several,
           min(n.needed_on) AS needed_on,
           min(n.stated_on) AS stated_on,
           array_agg(n.reference ORDER BY n.needed_on, n.id)
               FILTER (WHERE n.reference <> '') AS their_references
      FROM shipments_need AS n
     WHERE n.urgency = 'emergency' AND n.closed_on IS NULL
     GROUP BY n.item_id
)
SELECT s.order_id,
       least(need.stated_on, moved.moved_on) AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'needed', need.quantity,
           'needed_on', CASE WHEN NOT need.several THEN need.needed_on END,
           'first_needed_on', CASE WHEN need.several THEN need.needed_on END,
           'stated_on', need.stated_on,
           'needs', need.their_references,
           'first_required_on', CASE WHEN moved.moved_on IS NOT NULL THEN s.first_required_on END,
           'first_required_on_precision',
           CASE WHEN moved.moved_on IS NOT NULL THEN s.first_required_on_precision END,
           'required_on', s.required_on,
           'required_on_precision', s.required_on_precision)) AS evidence
  FROM scope AS s
  LEFT JOIN need ON need.item_id = s.item_id
  CROSS JOIN LATERAL (
       -- A finer date within the month or the year first stated is no move.
       SELECT CASE WHEN s.required_on < s.first_required_on
                   THEN date_trunc(s.first_required_on_precision, s.first_required_on)::date
                   END AS first_day
       OFFSET 0) AS stated
  CROSS JOIN LATERAL (
       -- Without history of the move, the day we first had the order.
       SELECT CASE WHEN s.required_on < stated.first_day THEN coalesce((
              SELECT (min(e.pgh_created_at) AT TIME ZONE 'UTC')::date
                FROM shipments_orderevent AS e
               WHERE e.pgh_obj_id = s.order_id
                 AND e.required_on < stated.first_day),
              (s.recorded_at AT TIME ZONE 'UTC')::date) END AS moved_on
       OFFSET 0) AS moved
 WHERE s.item_id IN (SELECT item_id FROM need) OR s.required_on < stated.first_day
