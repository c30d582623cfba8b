-- shipments/expedite/candidates/ready_not_shipped.sql
-- Something waits.
s.ready_quantity > s.shipped_quantity AND s.ready_on + %(ready_days)s::int < %(as_of)s::date
