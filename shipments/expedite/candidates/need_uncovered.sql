-- shipments/expedite/candidates/need_uncovered.sql
-- The netting names it.
s.order_id IN (SELECT p.order_id FROM shipments_pullforward AS p)
