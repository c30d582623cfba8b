-- Refuse lines that would make one item of two, or two of one.
-- Reads        import_line, item
-- Writes       import_outcome; deletes what it refuses from import_line
WITH named AS (
    SELECT r.line, r.text, r./* name */ AS name, r.nsn, min(r.nsn) OVER same AS lowest,
           max(r.nsn) OVER same AS highest
      FROM import_line AS r
    WINDOW same AS (PARTITION BY r./* name */)
),
wrong AS (
    SELECT named.line, named.text, named.nsn AS found, problem.expected
      FROM named
      LEFT JOIN shipments_item AS numbered ON numbered.nsn = named.nsn
      LEFT JOIN shipments_item AS called ON called.name = named.name
     CROSS JOIN LATERAL (
           SELECT format('%%s and the stock number %%s are two items on record. Check both.',
                         named.name, named.nsn) AS expected
            WHERE numbered.id <> called.id
            UNION ALL
           SELECT format('%%s has the stock number %%s. Check it, or give the other item its own name.',
                         named.name, called.nsn)
            WHERE numbered.id IS NULL AND called.nsn <> named.nsn
            UNION ALL
           SELECT format('This file gives %%s two stock numbers, %%s and %%s. Check both.',
                         named.name, named.lowest, named.highest)
            WHERE named.name <> '' AND named.nsn <> '' AND named.lowest <> named.highest
           LIMIT 1) AS problem
),
gone AS (
    DELETE FROM import_line USING wrong WHERE import_line.line = wrong.line
)
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT line, 'refused', 'nsn', found, left(expected, 300), 'differs', text FROM wrong
