-- shipments/expedite/rules/no_acknowledgement.sql
-- Reason       no_acknowledgement (chase): placed or changed some working days ago and not acknowledged since
-- Chip         Not acknowledged
-- Icon         mail-question-mark
-- Says         "Changed {changed_on} after it was acknowledged {acknowledged_on}; the change is not acknowledged."
--              "Ordered {ordered_on}; the contractor has not acknowledged it."
-- Parameters   as_of date | acknowledgement_due_on date[], see expedite/parameters.py: US federal working days
-- Turns        CASE WHEN s.ordered_by > %(as_of)s::date THEN s.ordered_by
--                   ELSE (%(acknowledgement_due_on)s::date[])[least(
--                        %(as_of)s::date - s.ordered_by + 1,
--                        cardinality(%(acknowledgement_due_on)s::date[]))] END
-- Reads        scope: the open orders being judged, prepared by the engine | shipments_orderevent
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       due.due_on AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'ordered_on', s.ordered_on,
           'ordered_on_precision', s.ordered_on_precision,
           'acknowledged_on', s.acknowledged_on,
           'changed_on', change.changed_on)) AS evidence
  FROM scope AS s
  -- The day on which what is ordered last became what it now is, if that was ever otherwise.
  CROSS JOIN LATERAL (
       SELECT CASE WHEN s.acknowledged_on IS NOT NULL
                    AND EXISTS (SELECT FROM shipments_orderevent AS e
                                 WHERE e.pgh_obj_id = s.order_id AND e.pgh_label = 'update') THEN (
              SELECT max(e.pgh_id)
                FROM shipments_orderevent AS e
               WHERE e.pgh_obj_id = s.order_id
                 AND (e.item_id, e.quantity, e.required_on)
                     IS DISTINCT FROM (s.item_id, s.quantity, s.required_on)) END AS event_id
       OFFSET 0) AS otherwise
  CROSS JOIN LATERAL (
       SELECT CASE WHEN otherwise.event_id IS NOT NULL THEN (
              SELECT (min(e.pgh_created_at) AT TIME ZONE 'UTC')::date
                FROM shipments_orderevent AS e
               WHERE e.pgh_obj_id = s.order_id AND e.pgh_id > otherwise.event_id) END AS changed_on
       OFFSET 0) AS change
  CROSS JOIN LATERAL (SELECT %(acknowledgement_due_on)s::date[] AS days) AS calendar
  CROSS JOIN LATERAL (
       SELECT calendar.days[least(%(as_of)s::date - coalesce(change.changed_on, s.ordered_by) + 1,
                                  cardinality(calendar.days))] AS due_on
  ) AS due
 WHERE (s.acknowledged_on IS NULL OR s.acknowledged_on < change.changed_on)
   -- Who has shipped it has accepted it.
   AND s.shipped_quantity + s.missing_quantity = 0
   AND due.due_on <= %(as_of)s::date
