-- What requisitions and modifications say of orders
-- Reads        import_line
-- Writes       import_statement
-- A modification repeats item, quantity and unit, and does not change them. What is only passed on
-- is not the requisition that began the order.
INSERT INTO import_statement
    (line, said_at, may_create, document_number, nsn, item, quantity, unit, case_id, ordered_on,
     required_on, priority, requisition, text)
SELECT line, said_at, kind <> 'modification', document_number,
       CASE WHEN kind <> 'modification' THEN nsn END,
       CASE WHEN kind <> 'modification' THEN stock_number END,
       CASE WHEN kind <> 'modification' THEN quantity END,
       CASE WHEN kind <> 'modification' THEN unit END,
       case_id, ordered_on, required_on, priority,
       CASE WHEN kind = 'requisition' THEN text END,
       text
  FROM import_line
 WHERE kind IN (/* stating */)
