-- Be done with the records that have waited for orders that are there now
-- Parameters   at timestamptz
-- Reads        import_waiting, import_outcome | order
-- Writes       unmatched records | refusals, of the files they came in | import_outcome, import_line,
--              of which these lines are taken: they are none of the file that is applied
WITH known AS (
    UPDATE shipments_unmatchedrecord AS u
       SET applied_at = %(at)s
      FROM import_waiting AS w
      JOIN shipments_order AS o ON o.document_number = w.document_number
     WHERE u.id = w.id AND u.applied_at IS NULL
    RETURNING u.id
),
refused AS (
    INSERT INTO shipments_importrefusal
        (batch_id, line, position, field, found, expected, code, text)
    SELECT w.batch_id, w.line, r.position, r.field, r.found, r.expected, r.code, r.text
      FROM import_outcome AS r
      JOIN import_waiting AS w ON w.id = -r.line
      JOIN known ON known.id = w.id
     WHERE r.outcome = 'refused'
)
DELETE FROM import_outcome WHERE line < 0;
DELETE FROM import_line WHERE line < 0
