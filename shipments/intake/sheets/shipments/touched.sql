-- All that is aboard a shipment stands otherwise when it does.
-- Reads        import_now, shipment line
-- Writes       import_touched
INSERT INTO import_touched (order_id)
SELECT DISTINCT line.order_id
  FROM import_now AS now
  JOIN shipments_shipmentline AS line ON line.shipment_id = now.subject_id
 WHERE now.is_changed OR now.is_new
