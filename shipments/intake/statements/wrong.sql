-- What is wrong with a statement in itself
-- Parameters   at timestamptz
-- Reads        import_statement
-- Writes       import_outcome, a refusal for each thing that is wrong
-- Repeatable   what is refused is gone from import_statement and import_line
ANALYZE import_statement;
WITH days AS (
    -- The last day that has begun anywhere on the way, and the years that can be meant.
    SELECT (%(at)s::timestamptz AT TIME ZONE 'Asia/Jerusalem')::date AS today,
           extract(year FROM %(at)s::timestamptz AT TIME ZONE 'UTC')::int AS year
),
wrong AS MATERIALIZED (
    SELECT s.line, coalesce(nullif(s.document_number, ''), s.reference) AS subject, s.text,
           found.*
      FROM import_statement AS s
     CROSS JOIN days
     CROSS JOIN LATERAL (VALUES
           (coalesce(nullif(s.document_number, ''), nullif(s.reference, '')) IS NULL,
            'document_number', '', 'Give its document number or its reference.', 'no_order'),
           (s.document_number !~ '^([A-Z0-9]{6}[0-9]{4}[A-Z0-9]{4})?$',
            'document_number', s.document_number,
            'A document number has 14 letters and digits, of which the 7th to 10th are digits, like BISA4361060001.',
            'invalid_document_number'),
           (length(s.reference) > 40, 'reference', s.reference,
            'A reference has 40 characters at most.', 'too_long'),
           (s.nsn !~ '^([0-9]{13})?$', 'nsn', s.nsn,
            'A stock number has 13 digits, like 1320-01-234-5678.', 'invalid_nsn'),
           (length(s.item) > 400, 'item', s.item,
            'The name of an item has 400 characters at most.', 'too_long'),
           (s.quantity <= 0, 'quantity', s.quantity::text,
            'A quantity is a whole number of 1 or more.', 'invalid_quantity'),
           (s.unit !~ '^([A-Z]{2})?$', 'unit', s.unit,
            'A unit of issue has two letters, like EA.', 'invalid_unit'),
           (s.priority NOT BETWEEN 1 AND 15, 'priority', s.priority::text,
            'A priority designator is a number from 1 to 15.', 'invalid_priority'),
           (s.urgency NOT IN ('', 'routine', 'urgent', 'emergency'), 'urgency', s.urgency,
            'An urgency is routine, urgent or emergency.', 'unknown_urgency'),
           (s.ordered_on > days.today, 'ordered_on', s.ordered_on::text,
            'That day has not come yet. Give the day it was ordered.', 'in_the_future'),
           (s.acknowledged_on > days.today, 'acknowledged_on', s.acknowledged_on::text,
            'That day has not come yet. Give the day the contractor accepted it.',
            'in_the_future'),
           (s.cancelled_on > days.today, 'cancelled_on', s.cancelled_on::text,
            'That day has not come yet. Give the day it was cancelled.', 'in_the_future'),
           (s.required_on < s.ordered_on, 'required_on', s.required_on::text,
            'It is required before it was ordered. Check both days.', 'before_ordered'),
           (abs(extract(year FROM s.required_on) - days.year) > 50, 'required_on',
            s.required_on::text, 'That year is too far away. Check it.', 'year_out_of_reach'),
           (days.year - extract(year FROM s.ordered_on) > 50, 'ordered_on',
            s.ordered_on::text, 'That year is too far away. Check it.', 'year_out_of_reach'),
           (length(s.requisition) > 80, 'requisition', s.requisition,
            'A record has 80 columns at most.', 'too_long')
           ) AS found (is_wrong, field, found, expected, code)
     WHERE found.is_wrong
)
/* refused */
