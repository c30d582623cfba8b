-- Log the shipments that statuses tell of and nobody has logged
-- Parameters   at timestamptz
-- Reads        import_shipped
-- Writes       shipments
INSERT INTO shipments_shipment
    (tcn, mode, carrier, voyage, from_place_id, to_place_id, note, logged_at, logged_by_id,
     cancelled_because)
SELECT DISTINCT ON (tcn) tcn, mode, '', '', from_place_id, to_place_id, '', %(at)s, uploaded_by_id,
       ''
  FROM import_shipped
 WHERE does = 'log' AND wrong = ''
 ORDER BY tcn, document_number, line
