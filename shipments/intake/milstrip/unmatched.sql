-- Keep what is about orders that nobody has recorded yet, until somebody does
-- Reads        import_about
-- Writes       unmatched records | import_outcome
-- Repeatable   the same record of the same moment is kept once
WITH unknown AS (
    SELECT * FROM import_about WHERE order_id IS NULL AND line > 0
),
kept AS (
    INSERT INTO shipments_unmatchedrecord
        (batch_id, line, document_number, text, profile, reported_at)
    SELECT batch_id, source_line, document_number, text, profile, reported_at FROM unknown
     ORDER BY document_number, source_line
    ON CONFLICT DO NOTHING
)
INSERT INTO import_outcome (line, outcome, subject)
SELECT line, 'unmatched', document_number FROM unknown
