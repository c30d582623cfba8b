-- What came of the lines about orders that are known
-- Parameters   at timestamptz | batch, by bigint | sender text
-- Reads        import_rival, import_stood, import_merged, import_statement
-- Writes       import_outcome | report: a line that says nothing newer than what stands, and
--              says otherwise, is kept, once | import_touched
INSERT INTO import_outcome (line, outcome, subject, changes)
SELECT line,
       CASE WHEN changes <> '{}' THEN 'changed' WHEN differs AND NOT holds THEN 'older'
            WHEN firsts <> '{}' THEN 'changed' ELSE 'unchanged' END,
       subject, nullif(changes || firsts, '{}')
  FROM (SELECT r.line, b.reference AS subject,
               -- Only of those that changed something, which in most files are few.
               CASE WHEN m.document_number IS NOT NULL OR /* changed */
                    THEN jsonb_strip_nulls(jsonb_build_object(
                   'document_number', CASE WHEN m.document_number IS NOT NULL AND r.is_numbered
                                           THEN jsonb_build_array(NULL, m.document_number) END,
                   /* changes */)) ELSE '{}' END AS changes,
               CASE WHEN r.required_on = m.first_required_on AND r.said_at = m.first_said_at
                         AND m.first_required_on IS DISTINCT FROM b.first_required_on
                    THEN jsonb_build_object('first_required_on', jsonb_build_array(
                             b.first_required_on, m.first_required_on))
                    ELSE '{}' END AS firsts,
               coalesce(/* holds */, false) AS holds,
               coalesce(/* differs */, false) AS differs
          FROM import_rival AS r
          JOIN import_stood AS b ON b.order_id = r.order_id
          JOIN import_merged AS m ON m.order_id = r.order_id) AS told;
WITH reported AS (
    INSERT INTO shipments_report
        (order_id, kind, occurs_on, quantity, said_by, channel, raw, note, certainty, reported_at,
         recorded_at, recorded_by_id, batch_id, line)
    SELECT coalesce(r.order_id, c.order_id), 'statement',
           (r.said_at AT TIME ZONE 'UTC')::date, NULL, coalesce(origin.sender, %(sender)s),
           'transaction', s.text,
           'Not applied: what stands was said later.', 'reported', r.said_at, %(at)s,
           CASE WHEN origin.line IS NULL THEN %(by)s ELSE origin.uploaded_by_id END,
           coalesce(origin.batch_id, %(batch)s), coalesce(origin.source_line, r.line)
      FROM import_outcome AS told
      JOIN import_rival AS r ON r.line = told.line
      JOIN import_statement AS s ON s.line = told.line
      LEFT JOIN import_created AS c ON c.key = r.key
      LEFT JOIN import_origin AS origin ON origin.line = r.line
     WHERE told.outcome = 'older'
        ON CONFLICT DO NOTHING
    RETURNING order_id
)
INSERT INTO import_touched SELECT order_id FROM reported
