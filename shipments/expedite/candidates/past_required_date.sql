-- shipments/expedite/candidates/past_required_date.sql
-- The day has gone.
s.required_on < %(as_of)s::date
