-- Put down since when what holds is said. An entry of a ledger may have been said again since.
-- Reads        import_of, import_said, import_won
-- Writes       stated, and only the rows that come out otherwise
WITH about AS (
    SELECT subject_id, max(said_at) AS said_at, min(said_at) AS first_said_at
      FROM import_of GROUP BY subject_id
),
newest AS (
    -- What holds may be said since later than any line says it.
    SELECT about.subject_id,
           greatest(about.said_at, was.said_at, max(won.said_at)) AS said_at,
           least(about.first_said_at, was.first_said_at,
                 min(won.said_at) FILTER (WHERE won.said_at > 'epoch')) AS first_said_at
      FROM about
      LEFT JOIN shipments_stated AS was
             ON was.kind = '/* kind */' AND was.subject_id = about.subject_id
      LEFT JOIN import_won AS won ON won.subject_id = about.subject_id
     GROUP BY about.subject_id, about.said_at, about.first_said_at, was.said_at, was.first_said_at
),
fields AS (
    SELECT won.subject_id, jsonb_object_agg(won.field, won.said_at) AS fields
      FROM import_won AS won
      JOIN newest ON newest.subject_id = won.subject_id
     WHERE won.said_at <> newest.said_at
     GROUP BY won.subject_id
),
from_here AS (
    SELECT DISTINCT ON (subject_id) subject_id, line, said_at
      FROM import_of ORDER BY subject_id, said_at DESC, line
)
INSERT INTO shipments_stated AS was
    (kind, subject_id, said_at, first_said_at, fields, batch_id, line)
SELECT '/* kind */', newest.subject_id, newest.said_at, newest.first_said_at,
       coalesce(fields.fields, '{}'),
       CASE WHEN from_here.said_at = newest.said_at THEN %(batch)s END,
       CASE WHEN from_here.said_at = newest.said_at THEN from_here.line END
  FROM newest
  LEFT JOIN fields USING (subject_id)
  JOIN from_here USING (subject_id)
ON CONFLICT (kind, subject_id) DO UPDATE
   SET said_at = excluded.said_at, first_said_at = excluded.first_said_at,
       fields = excluded.fields,
       batch_id = CASE WHEN excluded.said_at > was.said_at THEN excluded.batch_id ELSE was.batch_id END,
       line = CASE WHEN excluded.said_at > was.said_at THEN excluded.line ELSE was.line END
 WHERE (was.said_at, was.first_said_at, was.fields)
       IS DISTINCT FROM (excluded.said_at, excluded.first_said_at, excluded.fields)
