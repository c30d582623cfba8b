-- What came of each line: the first of something new created it; one that holds in something
-- that was otherwise changed it; one that differs from what was said later is older.
-- Reads        import_of, import_said, import_won
-- Writes       import_outcome
WITH compared AS (
    SELECT said.line,
           jsonb_object_agg(said.field, jsonb_build_array(won.before, said.value))
               FILTER (WHERE won.line = said.line AND won.value IS DISTINCT FROM won.before) AS changes,
           bool_or(said.value <> won.value AND said.said_at > 'epoch') AS is_lost
      FROM import_said AS said
      JOIN import_won AS won USING (subject_id, field)
     GROUP BY said.line
),
first AS (
    /* first */
)
INSERT INTO import_outcome (line, outcome, subject, changes)
SELECT about.line,
       CASE WHEN first.line IS NOT NULL THEN 'created'
            WHEN compared.changes IS NOT NULL THEN 'changed'
            WHEN compared.is_lost THEN 'older'
            ELSE 'unchanged' END,
       left(about.label, 120),
       CASE WHEN first.line IS NULL THEN compared.changes END
  FROM import_of AS about
  LEFT JOIN compared ON compared.line = about.line
  LEFT JOIN first ON first.line = about.line
