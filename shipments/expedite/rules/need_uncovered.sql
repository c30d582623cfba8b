-- shipments/expedite/rules/need_uncovered.sql
-- Reason       need_uncovered (speed up): a need is not covered in time, and pulling the order forward would close some of the shortfall
-- Chip         Need uncovered
-- Icon         target
-- Says         "{closes:quantity} of it would close the shortfall of {shortfall_of}, needed by {needed_on}, if it came {days_sooner:days} sooner than {expected_on}; it is accepted in place of {needed_item}."
--              "{closes:quantity} of it would close the shortfall of {shortfall_of}, needed by {needed_on}; when it comes is not known; it is accepted in place of {needed_item}."
--              "{closes:quantity} of it would close the shortfall of {shortfall_of}, needed by {needed_on}, if it came {days_sooner:days} sooner than {expected_on}."
--              "{closes:quantity} of it would close the shortfall of {shortfall_of}, needed by {needed_on}; when it comes is not known."
-- Parameters   none
-- Turns        none
-- Reads        scope: the open orders being judged, prepared by the engine | shipments_pullforward | shipments_need | shipments_item
-- Returns      order_id, since (first day the rule held), evidence
WITH pull AS MATERIALIZED (
    SELECT p.order_id,
           count(*) AS needs,
           sum(p.quantity) AS quantity,
           -- The first day that it is needed asks for the most days.
           (array_agg(p.id ORDER BY p.needed_on, p.need_id))[1] AS first_id,
           min(n.stated_on) AS stated_on,
           array_agg(n.reference ORDER BY p.needed_on, p.need_id)
               FILTER (WHERE n.reference <> '') AS their_references
      FROM scope AS s
      JOIN shipments_pullforward AS p ON p.order_id = s.order_id
      JOIN shipments_need AS n ON n.id = p.need_id
     GROUP BY p.order_id
)
SELECT s.order_id,
       -- A need that was stated before we had the order held it from then on.
       greatest(pull.stated_on, (s.recorded_at AT TIME ZONE 'UTC')::date) AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'closes', pull.quantity,
           'unit', nullif(s.unit_of_issue, ''),
           'shortfall_of', CASE WHEN pull.needs > 1 THEN format('%%s needs', pull.needs)
                                WHEN n.reference <> '' THEN 'need ' || n.reference
                                ELSE 'a need' END,
           'needs', pull.their_references,
           'needed_on', first.needed_on,
           'expected_on', first.expected_on,
           'days_sooner', first.days,
           'needed_item', CASE WHEN first.is_substitute
                               THEN (SELECT i.name FROM shipments_item AS i
                                      WHERE i.id = n.item_id) END)) AS evidence
  FROM scope AS s
  JOIN pull ON pull.order_id = s.order_id
  JOIN shipments_pullforward AS first ON first.id = pull.first_id
  JOIN shipments_need AS n ON n.id = first.need_id
