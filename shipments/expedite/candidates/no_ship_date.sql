-- shipments/expedite/candidates/no_ship_date.sql
-- Nothing was promised.
s.promised_ship_on IS NULL AND s.ordered_by + %(no_ship_date_days)s::int < %(as_of)s::date
