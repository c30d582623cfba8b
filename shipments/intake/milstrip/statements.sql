-- What requisitions and modifications say of orders
-- Reads        import_line
-- Writes       import_statement | import_origin
-- A modification repeats item, quantity and unit, and does not change them. What is only passed on
-- is not the requisition that began the order, and what is of a part of it (no quantity is staged of
-- that) waits until somebody says how much the whole is.
INSERT INTO import_statement
    (line, said_at, may_create, document_number, nsn, item, quantity, unit, case_id, ordered_on,
     required_on, priority, requisition, text)
SELECT line, said_at, kind <> 'modification' AND quantity IS NOT NULL, document_number,
       CASE WHEN kind <> 'modification' THEN nsn END,
       CASE WHEN kind <> 'modification' THEN stock_number END,
       CASE WHEN kind <> 'modification' THEN quantity END,
       CASE WHEN kind <> 'modification' THEN unit END,
       case_id, ordered_on, required_on, priority,
       CASE WHEN kind = 'requisition' THEN text END,
       text
  FROM import_line
 WHERE kind IN (/* stating */);
INSERT INTO import_origin (line, batch_id, source_line, sender, uploaded_by_id)
SELECT l.line, l.of_batch, l.of_line, b.sender, b.uploaded_by_id
  FROM import_line AS l
  JOIN shipments_importbatch AS b ON b.id = l.of_batch
