-- Change what the lines say anew, and nothing beside it.
-- Reads        import_of, import_won
-- Writes       the kind's table
UPDATE /* table */ AS r
   SET /* changes */
  FROM (SELECT subject_id, /* columns */
          FROM import_won AS won
         WHERE line IS NOT NULL AND value IS DISTINCT FROM before AND field IN (/* known */)
         GROUP BY subject_id) AS won
 WHERE r.id = won.subject_id
   AND won.subject_id NOT IN (SELECT subject_id FROM import_of WHERE is_new)
