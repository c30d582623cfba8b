-- What a full pass by other limits would raise, change and clear, without doing it.
-- Parameters   examples int | transit_planning_days int | what the rules ask for
-- Reads        what reconcile.sql reads
-- Writes       nothing, and locks no row
-- Returns      effect, reason, how many orders; then an example: evidence, reference, item
--
-- In here the standings are those that a recompute by the same limits would leave: the name
-- stands for this instead of the table, in the scope and in each rule.
WITH shipments_standing AS NOT MATERIALIZED (
    SELECT order_id, status, is_open, is_routine, first_promised_ship_on, promised_ship_on,
           promises_moved_later, expected_ship_on,
           -- As recompute.sql has it: an arrival is known, the rest is the promise and transit.
           CASE WHEN expected_basis = 'arrival of its shipments' THEN expected_delivery_on
                ELSE promised_ship_on + %(transit_planning_days)s::int END
               AS expected_delivery_on,
           CASE WHEN expected_basis = 'arrival of its shipments' THEN expected_basis
                WHEN promised_ship_on IS NOT NULL
                THEN format('promise plus %%s days, a planning figure',
                            %(transit_planning_days)s::int)
                ELSE '' END AS expected_basis,
           shipped_quantity, departed_quantity, received_quantity, last_heard_on,
           ready_quantity, ready_on, promises_moved_days, next_milestone_due_on, is_held
      FROM shipments_standing
),
judged AS MATERIALIZED (
/* scope */
),
found AS MATERIALIZED (
    SELECT rule.*, CASE WHEN judged.is_routine THEN 'speed_up' ELSE 'chase' END AS kind
      FROM (
/* found */
           ) AS rule
      JOIN judged ON judged.order_id = rule.order_id
),
live AS MATERIALIZED (
    SELECT f.id, f.order_id, f.reason, f.kind, f.points, f.since, f.evidence
      FROM shipments_flag AS f
     WHERE f.cleared_at IS NULL
),
verdict AS (
    SELECT order_id, reason, coalesce(found.evidence, live.evidence) AS evidence,
           CASE WHEN live.id IS NULL THEN 'raise'
                WHEN found.kind IS NULL THEN 'clear'
                WHEN (live.kind, live.points, live.since)
                     <> (found.kind, found.points, found.since)
                  OR live.evidence <> found.evidence THEN 'change'
                ELSE 'keep' END AS effect
      FROM found FULL JOIN live USING (order_id, reason)
),
numbered AS (
    SELECT verdict.*,
           count(*) OVER (PARTITION BY effect, reason) AS orders,
           row_number() OVER (PARTITION BY effect, reason ORDER BY order_id) AS nth
      FROM verdict
)
SELECT n.effect, n.reason, n.orders, n.evidence, o.reference, item.name
  FROM numbered AS n
  JOIN shipments_order AS o ON o.id = n.order_id
  JOIN shipments_item AS item ON item.id = o.item_id
 WHERE n.nth = 1 OR (n.nth <= %(examples)s AND n.effect IN ('raise', 'clear'))
 -- The first of each rule, then the second of each: so that few examples still show every rule.
 ORDER BY n.nth, n.reason, n.effect DESC
