-- Refuse the shipment statuses that may not be done. They are told all the same
-- Parameters   at timestamptz
-- Reads        import_shipped
-- Writes       import_outcome: refused lines, which are taken from import_line
WITH refused AS (
    SELECT * FROM import_shipped WHERE wrong <> ''
),
gone AS (
    DELETE FROM import_line WHERE line IN (SELECT line FROM refused)
)
INSERT INTO import_outcome (line, outcome, subject, position, field, found, expected, code, text)
SELECT line, 'refused', reference,
       CASE WHEN wrong IN ('differs', 'more_than_left') THEN '/* quantity */'
            WHEN wrong IN ('in_the_future', 'after_arrival') THEN '/* shipped_day */'
            ELSE '/* document_number */' END,
       CASE WHEN wrong IN ('differs', 'more_than_left') THEN 'quantity'
            WHEN wrong IN ('in_the_future', 'after_arrival') THEN 'shipped_day'
            ELSE 'document_number' END,
       CASE WHEN wrong IN ('differs', 'more_than_left') THEN quantity::text
            WHEN wrong IN ('in_the_future', 'after_arrival') THEN to_char(ship_on, 'FMDD Mon YYYY')
            ELSE document_number END,
       left(CASE wrong
            WHEN 'differs'
            THEN format('%%s of %%s are aboard %%s already, as another record says. One of them is '
                        'wrong.', to_char(coalesce(aboard_quantity, first_quantity),
                                          'FM999,999,999,999'), reference, tcn)
            WHEN 'possible_sale'
            THEN format('%%s is only a possible sale: it has not been ordered and cannot ship.',
                        reference)
            WHEN 'cancelled' THEN format('%%s is cancelled and cannot ship.', reference)
            WHEN 'held' THEN because
            WHEN 'more_than_left'
            THEN format('Only %%s are left to ship on %%s. If the customer takes more, a case '
                        'manager records the accepted overage on the order''s page first.',
                        to_char(greatest(room, 0), 'FM999,999,999,990'), reference)
            WHEN 'in_the_future'
            THEN 'That day has not come yet. It needs the day it was shipped.'
            WHEN 'after_arrival'
            THEN format('%%s is on record as farther on its way before that day. Check both days.',
                        tcn) END, 300),
       wrong, text
  FROM refused
