-- The open orders of an item of which something else is now needed stand to be judged again.
-- Reads        import_of, import_won, need, order, standing
-- Writes       import_touched | items due to be netted
WITH changed AS (
    SELECT DISTINCT need.item_id
      FROM import_won AS won
      JOIN shipments_need AS need ON need.id = won.subject_id
     WHERE won.line IS NOT NULL AND won.value IS DISTINCT FROM won.before
),
netted AS (
    INSERT INTO shipments_dueitem (item_id, marked_at) SELECT item_id, %(at)s FROM changed
)
INSERT INTO import_touched (order_id)
SELECT o.id
  FROM shipments_order AS o
  JOIN changed ON changed.item_id = o.item_id
  JOIN shipments_standing AS standing ON standing.order_id = o.id AND standing.is_open
