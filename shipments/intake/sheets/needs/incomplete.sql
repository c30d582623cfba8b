-- Refuse lines that may mean several needs, and those of a new need of which no line says enough.
-- Parameters   sender
-- Reads        import_line, import_named, need
-- Writes       import_outcome; deletes what it refuses from import_line
WITH meant AS (
    SELECT r.line, r.text, r.reference, known.needs, count(r.quantity) OVER need AS quantities,
           count(r.needed_on) OVER need AS days, count(r.stated_by) OVER need AS names
      FROM import_line AS r
      JOIN import_named AS named ON named.line = r.line
      LEFT JOIN (SELECT reference, item_id, count(*) AS needs
                   FROM shipments_need
                  WHERE reference IN (SELECT reference FROM import_line)
                  GROUP BY reference, item_id) AS known
             ON known.reference = r.reference AND known.item_id = named.item_id
    WINDOW need AS (PARTITION BY r.reference, named.item_id)
),
wrong AS (
    SELECT meant.line, meant.text, problem.*
      FROM meant
     CROSS JOIN LATERAL (
           SELECT 'reference' AS field, meant.reference AS found, 'several' AS code,
                  format('%%s needs of this item have the reference %%s. Give each its own.',
                         meant.needs, meant.reference) AS expected
            WHERE meant.needs > 1
            UNION ALL
           SELECT 'quantity', '', 'required', 'Enter a quantity, a whole number of 1 or more.'
            WHERE meant.needs IS NULL AND meant.quantities = 0
            UNION ALL
           SELECT 'needed_on', '', 'required', 'Enter the day it is needed by.'
            WHERE meant.needs IS NULL AND meant.days = 0
            UNION ALL
           SELECT 'stated_by', '', 'required', 'Enter who stated it.'
            WHERE meant.needs IS NULL AND meant.names = 0 AND %(sender)s = '') AS problem
),
gone AS (
    DELETE FROM import_line USING wrong WHERE import_line.line = wrong.line
)
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT line, 'refused', field, found, expected, code, text FROM wrong
