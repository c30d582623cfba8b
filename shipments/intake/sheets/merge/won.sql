-- Which statement of each field holds: the newest, and of two of one moment the more careful, or
-- the larger. So any order of lines and of files ends in the same.
-- Reads        import_said, import_stands
-- Writes       import_won: of each field what holds now and what did before; line is null where
--              what stood still does
DROP TABLE IF EXISTS pg_temp.import_won;
CREATE TEMPORARY TABLE import_won ON COMMIT DROP AS
SELECT won.*, stood.value AS before
  FROM (SELECT DISTINCT ON (subject_id, field) *
          FROM (SELECT subject_id, field, value, rank, said_at, is_in_ledger, line FROM import_said
                 UNION ALL
                SELECT subject_id, field, value, rank, said_at, is_in_ledger, NULL FROM import_stands) AS each
         ORDER BY subject_id, field, said_at DESC, rank COLLATE "C" DESC, line NULLS FIRST) AS won
  LEFT JOIN import_stands AS stood USING (subject_id, field);
ANALYZE import_won
