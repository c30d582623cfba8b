-- What is wrong with a statement in itself
-- Parameters   at timestamptz
-- Reads        import_statement
-- Writes       import_outcome, a refusal for each thing that is wrong
-- Repeatable   what is refused is gone from import_statement and import_line
ANALYZE import_statement;
WITH days AS MATERIALIZED (
    -- The last day that has begun anywhere on the way, and the years that can be meant.
    SELECT today, make_date(extract(year FROM today)::int - 50, 1, 1) AS first,
           make_date(extract(year FROM today)::int + 50, 12, 31) AS last
      FROM (SELECT (%(at)s::timestamptz AT TIME ZONE 'Asia/Jerusalem')::date AS today) AS begun
),
checked AS (
    SELECT s.*,
           coalesce(nullif(document_number, ''), nullif(reference, '')) IS NULL AS names_none,
           document_number !~ '^([A-Z0-9]{6}[0-9]{4}[A-Z0-9]{4})?$' AS no_number,
           length(reference) > 40 AS long_reference,
           nsn !~ '^([0-9]{13})?$' AS no_nsn,
           length(item) > 400 AS long_item,
           quantity <= 0 AS no_quantity,
           unit !~ '^([A-Z]{2})?$' AS no_unit,
           priority NOT BETWEEN 1 AND 15 AS no_priority,
           urgency NOT IN ('', 'routine', 'urgent', 'emergency') AS no_urgency,
           ordered_on > today AS ordered_ahead,
           acknowledged_on > today AS acknowledged_ahead,
           cancelled_on > today AS cancelled_ahead,
           required_on < ordered_on AS required_before,
           required_on NOT BETWEEN first AND last AS required_far,
           ordered_on < first AS ordered_far,
           length(requisition) > 80 AS long_requisition
      FROM import_statement AS s CROSS JOIN days
),
wrong AS MATERIALIZED (
    SELECT c.line, coalesce(nullif(c.document_number, ''), c.reference) AS subject, c.text,
           found.*
      FROM checked AS c
     CROSS JOIN LATERAL (VALUES
           (names_none, 'document_number', '', 'Give its document number or its reference.',
            'no_order'),
           (no_number, 'document_number', c.document_number,
            'A document number has 14 letters and digits, of which the 7th to 10th are digits, like BISA4361060001.',
            'invalid_document_number'),
           (long_reference, 'reference', c.reference, 'A reference has 40 characters at most.',
            'too_long'),
           (no_nsn, 'nsn', c.nsn, 'A stock number has 13 digits, like 1320-01-234-5678.',
            'invalid_nsn'),
           (long_item, 'item', c.item, 'The name of an item has 400 characters at most.',
            'too_long'),
           (no_quantity, 'quantity', c.quantity::text,
            'A quantity is a whole number of 1 or more.', 'invalid_quantity'),
           (no_unit, 'unit', c.unit, 'A unit of issue has two letters, like EA.',
            'invalid_unit'),
           (no_priority, 'priority', c.priority::text,
            'A priority designator is a number from 1 to 15.', 'invalid_priority'),
           (no_urgency, 'urgency', c.urgency, 'An urgency is routine, urgent or emergency.',
            'unknown_urgency'),
           (ordered_ahead, 'ordered_on', c.ordered_on::text,
            'That day has not come yet. Give the day it was ordered.', 'in_the_future'),
           (acknowledged_ahead, 'acknowledged_on', c.acknowledged_on::text,
            'That day has not come yet. Give the day the contractor accepted it.',
            'in_the_future'),
           (cancelled_ahead, 'cancelled_on', c.cancelled_on::text,
            'That day has not come yet. Give the day it was cancelled.', 'in_the_future'),
           (required_before, 'required_on', c.required_on::text,
            'It is required before it was ordered. Check both days.', 'before_ordered'),
           (required_far, 'required_on', c.required_on::text,
            'That year is too far away. Check it.', 'year_out_of_reach'),
           (ordered_far, 'ordered_on', c.ordered_on::text,
            'That year is too far away. Check it.', 'year_out_of_reach'),
           (long_requisition, 'requisition', c.requisition, 'A record has 80 columns at most.',
            'too_long')
           ) AS found (is_wrong, field, found, expected, code)
     WHERE found.is_wrong
       -- What is in order, which is most, is passed over before it is put into words.
       AND (names_none OR no_number OR long_reference OR no_nsn OR long_item OR no_quantity
            OR no_unit OR no_priority OR no_urgency OR ordered_ahead OR acknowledged_ahead
            OR cancelled_ahead OR required_before OR required_far OR ordered_far
            OR long_requisition)
)
/* refused */
