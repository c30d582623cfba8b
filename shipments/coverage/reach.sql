-- The items whose netting hangs together with that of some items, by the substitutes of items
-- that have open needs
-- Parameters   item_ids bigint[], or null for all that have open needs or computed rows
-- Reads        need, substitute, shortfall, pull forward
-- Returns      item_id, accepted_ids bigint[]: its substitutes, if it has open needs
WITH RECURSIVE needed AS MATERIALIZED (
    SELECT DISTINCT item_id FROM shipments_need WHERE closed_on IS NULL
),
asked AS (
    SELECT unnest(%(item_ids)s::bigint[]) AS item_id
     UNION
    SELECT item_id FROM needed WHERE %(item_ids)s::bigint[] IS NULL
     UNION
    SELECT n.item_id FROM shipments_shortfall AS row JOIN shipments_need AS n ON n.id = row.need_id
     WHERE %(item_ids)s::bigint[] IS NULL
     UNION
    SELECT n.item_id
      FROM shipments_pullforward AS row JOIN shipments_need AS n ON n.id = row.need_id
     WHERE %(item_ids)s::bigint[] IS NULL
),
reached (item_id) AS (
    SELECT item_id FROM asked
     UNION
    SELECT beside.item_id
      FROM reached
     CROSS JOIN LATERAL (
         SELECT s.accepted_id AS item_id FROM shipments_substitute AS s
          WHERE s.item_id = reached.item_id AND s.item_id IN (SELECT item_id FROM needed)
          UNION ALL
         SELECT s.item_id FROM shipments_substitute AS s
          WHERE s.accepted_id = reached.item_id AND s.item_id IN (SELECT item_id FROM needed)
     ) AS beside
)
SELECT reached.item_id,
       ARRAY(SELECT s.accepted_id FROM shipments_substitute AS s
              WHERE s.item_id = reached.item_id AND s.item_id IN (SELECT item_id FROM needed))
  FROM reached
