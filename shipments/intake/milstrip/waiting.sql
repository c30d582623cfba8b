-- The records that have waited for orders which may be there when this is done
-- Parameters   document_numbers text[], or null for those of the orders in import_line
-- Reads        unmatched records, import_line
-- Writes       import_waiting
-- Repeatable   a second file in one transaction begins with an empty table, too
DROP TABLE IF EXISTS import_waiting;
CREATE TEMPORARY TABLE import_waiting ON COMMIT DROP AS
SELECT u.id, u.batch_id, u.line, u.document_number, u.text, u.profile, u.reported_at
  FROM shipments_unmatchedrecord AS u
 WHERE u.applied_at IS NULL
   AND u.document_number IN (
       SELECT document_number FROM import_line
        WHERE %(document_numbers)s::text[] IS NULL AND kind IN (/* ordering */)
        UNION ALL
       SELECT unnest(%(document_numbers)s::text[]))
