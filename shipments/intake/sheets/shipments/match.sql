-- Which shipment each line is of, by its TCN, and which line aboard it, by order and lot.
-- Reads        import_line, import_order, order, shipment and its lines
-- Writes       import_of
DROP TABLE IF EXISTS pg_temp.import_of;
CREATE TEMPORARY TABLE import_of ON COMMIT DROP AS
WITH new AS (
    SELECT each.tcn, nextval('shipments_shipment_id_seq') AS id
      FROM (SELECT DISTINCT tcn FROM import_line) AS each
     WHERE NOT EXISTS (SELECT FROM shipments_shipment AS known WHERE known.tcn = each.tcn)
)
SELECT r.line, coalesce(known.id, new.id) AS subject_id, known.id IS NULL AS is_new,
       coalesce(r.as_of, %(reported_at)s) AS said_at, r.tcn AS label, r.tcn, o.id AS order_id,
       o.reference, coalesce(r.lot, '') AS lot,
       concat_ws(', lot ', 'quantity of ' || o.reference, r.lot) AS cargo, aboard.id AS line_id
  FROM import_line AS r
  JOIN import_order AS named ON named.name = r.order_reference
  JOIN shipments_order AS o ON o.id = named.order_id
  LEFT JOIN shipments_shipment AS known ON known.tcn = r.tcn
  LEFT JOIN new ON new.tcn = r.tcn
  LEFT JOIN shipments_shipmentline AS aboard
         ON aboard.shipment_id = known.id AND aboard.order_id = o.id
        AND aboard.lot = coalesce(r.lot, '');
ANALYZE import_of
