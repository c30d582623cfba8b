-- shipments/expedite/candidates/silent.sql
-- The last of it was heard long ago.
coalesce(s.last_heard_on, (s.recorded_at AT TIME ZONE 'UTC')::date) + %(silent_days)s::int
< %(as_of)s::date
