-- shipments/expedite/candidates/promise_broken.sql
-- The day has gone.
s.promised_ship_on + %(promise_grace_days)s::int < %(as_of)s::date
