-- Put aboard what is aboard, those of which less is there first, in the order of their orders.
-- Reads        import_cargo
-- Writes       shipment line
--
-- The triggers of these tables look into them row by row, and would go on by plans made while
-- there was nothing in them.
SET LOCAL enable_seqscan = off;
UPDATE shipments_shipmentline AS line
   SET quantity = cargo.quantity
  FROM (SELECT * FROM import_cargo
         WHERE is_changed AND line_id IS NOT NULL ORDER BY order_id, line_id) AS cargo
 WHERE line.id = cargo.line_id;
INSERT INTO shipments_shipmentline (shipment_id, order_id, quantity, lot)
SELECT subject_id, order_id, quantity, lot
  FROM import_cargo
 WHERE is_changed AND line_id IS NULL
 ORDER BY order_id, subject_id, lot;
SET LOCAL enable_seqscan = on
