-- Record what was not known.
-- Reads        import_of, import_won
-- Writes       the kind's table
INSERT INTO /* table */ (id, /* names */)
SELECT new.subject_id, /* values */
  FROM (SELECT DISTINCT ON (subject_id) * FROM import_of WHERE is_new ORDER BY subject_id, line) AS new
  LEFT JOIN (SELECT subject_id, /* columns */ FROM import_won AS won GROUP BY subject_id) AS won
         ON won.subject_id = new.subject_id
 ORDER BY new.subject_id
