-- Lock what the lines are about, in the order of its keys, so that nobody changes it meanwhile.
-- Reads        import_of
SELECT count(*) FROM (
    SELECT FROM /* table */ AS r
     WHERE r.id IN (SELECT subject_id FROM import_of WHERE NOT is_new)
     ORDER BY r.id FOR NO KEY UPDATE) AS locked
