-- Refuse what would be of a case that nobody has recorded
-- Reads        import_line | case
-- Writes       import_outcome: refused lines, which are taken from import_line
WITH refused AS (
    DELETE FROM import_line AS l
     WHERE l.case_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM shipments_case AS c WHERE c.case_id = l.case_id)
    RETURNING l.line, l.text, l.case_id
)
INSERT INTO import_outcome (line, outcome, subject, position, field, found, expected, code, text)
SELECT line, 'refused', case_id, '/* supplementary_address */', 'supplementary_address', case_id,
       format('No case %%s is recorded here. Record the case first, then import this line again.',
              case_id),
       'unknown_case', text
  FROM refused
