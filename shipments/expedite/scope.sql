-- The open orders that are judged, with what the rules read of them. It stands in judge.sql,
-- preview.sql and wherever one order is looked at.
SELECT /* judged */
  FROM shipments_standing AS st
  JOIN shipments_order AS o ON o.id = st.order_id
 WHERE st.is_open AND /* which */
