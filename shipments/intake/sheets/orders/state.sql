-- What the lines say of orders
-- Parameters   reported_at timestamptz
-- Reads        import_line
-- Writes       import_statement
INSERT INTO import_statement
    (line, said_at, reference, document_number, nsn, item, quantity, unit, case_id, contract,
     contractor, ordered_on, acknowledged_on, required_on, priority, urgency, lane, note,
     cancelled_on, text)
SELECT line, coalesce(as_of, %(reported_at)s), reference, document_number, nsn, item, quantity,
       unit, case_id, contract, contractor, ordered_on, acknowledged_on, required_on, priority,
       urgency,
       -- The mode is behind the last hyphen, and a place has none.
       regexp_replace(lane, '^([^-]+)-([^-]+)-([^-]+)$', '\3 \1 \2'), note, cancelled_on, text
  FROM import_line;
ANALYZE import_statement
