-- shipments/expedite/candidates/stalled_in_transit.sql
-- The day has gone.
s.next_milestone_due_on + %(stalled_grace_days)s::int < %(as_of)s::date
