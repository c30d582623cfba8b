-- Refuse lines that name no order, or one that was only announced.
-- Reads        import_line, import_order, order
-- Writes       import_outcome; deletes what it refuses from import_line
WITH wrong AS (
    SELECT r.line, r.text, r.order_reference AS found, problem.*
      FROM import_line AS r
      LEFT JOIN import_order AS named ON named.name = r.order_reference
      LEFT JOIN shipments_order AS o ON o.id = named.order_id
     CROSS JOIN LATERAL (
           SELECT 'unknown_order' AS code,
                  format('No order %%s. Enter its reference, document number, or the number of a '
                         'contract that has one order.', r.order_reference) AS expected
            WHERE o.id IS NULL
            UNION ALL
           SELECT 'possible_sale', format(/* possible sale */, o.reference)
            WHERE o.possible_sale) AS problem
),
gone AS (
    DELETE FROM import_line USING wrong WHERE import_line.line = wrong.line
)
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT line, 'refused', 'order_reference', left(found, 200), left(expected, 300), code, text FROM wrong
