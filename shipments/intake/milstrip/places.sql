-- Say in which column of its record what is wrong with a statement stands
-- Reads        import_outcome
-- Writes       import_outcome
UPDATE import_outcome AS r
   SET position = at.position, field = at.field
  FROM (VALUES ('item', '/* stock_number */', 'stock_number'),
               ('nsn', '/* stock_number */', 'stock_number'),
               ('unit', '/* unit_of_issue */', 'unit_of_issue'),
               ('quantity', '/* quantity */', 'quantity'),
               ('document_number', '/* document_number */', 'document_number'),
               ('reference', '/* document_number */', 'document_number'),
               ('ordered_on', '/* document_number */', 'document_number'),
               ('case_id', '/* supplementary_address */', 'supplementary_address'),
               ('priority', '/* priority */', 'priority'),
               ('required_on', '/* required_delivery_date */', 'required_delivery_date')
       ) AS at (of_statement, position, field)
 WHERE r.outcome = 'refused' AND r.position = '' AND r.field = at.of_statement
