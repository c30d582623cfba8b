-- One contractor's promises by the quarter in which the goods left
-- Parameters   contractor_id | since date, first day of the first quarter
-- Reads        order, standing, promise
-- Returns      first day of the quarter, promises, kept, median days slipped
-- An observation is what it is to the contractor's record: see standing/contractors.sql.
WITH observed AS (
    SELECT st.expected_ship_on AS left_on, st.expected_ship_on - max(p.ship_on) AS slip_days
      FROM shipments_order AS o
      JOIN shipments_standing AS st ON st.order_id = o.id
      JOIN shipments_promise AS p ON p.order_id = o.id
     WHERE o.contractor_id = %(contractor_id)s
       AND o.cancelled_on IS NULL
       AND st.departed_quantity - st.missing_quantity >= o.quantity
       AND st.expected_ship_on >= %(since)s
       AND p.said_on <= st.expected_ship_on
     GROUP BY o.id, st.expected_ship_on, coalesce(p.reported_at, p.recorded_at)
)
SELECT date_trunc('quarter', left_on::timestamp)::date AS quarter,
       count(*),
       count(*) FILTER (WHERE slip_days <= 0),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY slip_days)
  FROM observed
 GROUP BY quarter
