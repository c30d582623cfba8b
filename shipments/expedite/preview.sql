-- What a full pass by other limits would raise, change and clear, without doing it.
-- Parameters   examples int | what the rules ask for, and the standings
-- Reads        what reconcile.sql reads
-- Writes       nothing, and locks no row
-- Returns      effect, reason, how many orders; then an example: evidence, reference, item
--
-- Where other limits expect orders otherwise, preview.py puts what a recompute by them would leave
-- before this, under the name of the table of standings, for the scope and for each rule.
WITH /* standings */
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
