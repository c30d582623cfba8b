-- How each step ends that finds lines wrong: they are refused, and nothing more is done of them
-- Reads        wrong: line, subject, text, field, found, expected, code
, told AS (
    INSERT INTO import_outcome
        (line, outcome, subject, field, found, expected, code, text)
    SELECT line, 'refused', left(coalesce(subject, ''), 120), field, left(coalesce(found, ''), 200),
           left(expected, 300), code, text
      FROM wrong
),
unsaid AS (
    DELETE FROM import_statement WHERE line IN (SELECT line FROM wrong)
)
DELETE FROM import_line WHERE line IN (SELECT line FROM wrong);
