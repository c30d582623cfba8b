-- Refuse days that cannot be meant: in a year too far away, or as of a time yet to come.
-- Parameters   at timestamptz
-- Reads        import_line
-- Writes       import_outcome; deletes what it refuses from import_line
WITH wrong AS (
    SELECT r.line, r.text, day.field, day.on_day::text AS found, 'year_out_of_reach' AS code,
           format('The year %%s is too far away. Check it.', extract(year FROM day.on_day)) AS expected
      FROM import_line AS r
     CROSS JOIN LATERAL (VALUES /* days */) AS day (field, on_day)
     WHERE abs(extract(year FROM day.on_day) - extract(year FROM %(at)s::timestamptz)) > /* reach */
     UNION ALL
    SELECT r.line, r.text, 'as_of', to_char(r.as_of AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MIZ'),
           'in_the_future',
           format('%%s has not come yet. Enter when this was so, or leave it empty.',
                  to_char(r.as_of AT TIME ZONE 'UTC', 'FMDD Mon YYYY HH24:MIZ'))
      FROM import_line AS r
     WHERE (r.as_of AT TIME ZONE 'UTC')::date > (%(at)s::timestamptz AT TIME ZONE 'Asia/Jerusalem')::date
),
gone AS (
    DELETE FROM import_line USING wrong WHERE import_line.line = wrong.line
)
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT line, 'refused', field, found, expected, code, text FROM wrong
