-- shipments/expedite/candidates/late_for_required_date.sql
-- It is expected after the required date by more than the grace.
s.expected_delivery_on > s.required_on + %(late_grace_days)s::int
