-- Refuse days that cannot be meant, in a year too far away.
-- Parameters   at timestamptz
-- Reads        import_line
-- Writes       import_outcome; deletes what it refuses from import_line
WITH wrong AS (
    SELECT r.line, r.text, day.field, day.on_day::text AS found, 'year_out_of_reach' AS code,
           format('The year %%s is too far away. Check it.', extract(year FROM day.on_day)) AS expected
      FROM import_line AS r
     CROSS JOIN LATERAL (VALUES /* days */) AS day (field, on_day)
     WHERE abs(extract(year FROM day.on_day) - extract(year FROM %(at)s::timestamptz)) > /* reach */
),
gone AS (
    DELETE FROM import_line USING wrong WHERE import_line.line = wrong.line
)
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT line, 'refused', field, found, expected, code, text FROM wrong
