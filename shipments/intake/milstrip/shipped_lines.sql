-- Put the orders aboard that statuses tell of
-- Reads        import_shipped | shipment
-- Writes       shipment lines
-- In the order of the orders' keys, so that two files about the same orders do not wait in a ring.
-- What goes another way than its shipment is told of it alone, as when the shipment was there.
INSERT INTO shipments_shipmentline (shipment_id, order_id, quantity, lot)
SELECT s.id, said.order_id, said.quantity, ''
  FROM import_shipped AS said
  JOIN shipments_shipment AS s
    ON (s.tcn, s.mode, s.from_place_id, s.to_place_id)
     = (said.tcn, said.mode, said.from_place_id, said.to_place_id)
 WHERE said.does IN ('log', 'join') AND said.wrong = '' AND said.nth = 1
 ORDER BY said.order_id, said.tcn
