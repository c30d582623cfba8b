-- The shipment statuses that name a TCN, a day and a quantity, and what is on record of those TCNs
-- Reads        import_about, import_added | order, shipment, line, milestone, receipt
-- Writes       import_shipping: a row a line | import_there: a row a shipment | import_aboard: how
--              many of which order are aboard it
-- Of two lines about one order and TCN it does not rest on the order of lines which one counts.
DROP TABLE IF EXISTS import_shipping, import_there, import_aboard;
CREATE TEMPORARY TABLE import_shipping ON COMMIT DROP AS
SELECT a.line, a.tcn, a.order_id, a.reference, a.document_number, a.quantity, a.ship_on,
       a.said_by, a.reported_at, a.uploaded_by_id, a.text,
       added.line IS NOT NULL AS is_new, coalesce(o.lane_id, a.lane_id) AS lane_id,
       o.possible_sale, o.cancelled_on, o.unit_of_issue,
       o.quantity + o.accepted_overage AS ceiling,
       first_value(a.quantity) OVER one AS first_quantity, row_number() OVER one AS nth
  FROM import_about AS a
  JOIN shipments_order AS o ON o.id = a.order_id
  LEFT JOIN import_added AS added
    ON added.batch_id = a.batch_id AND added.line = a.source_line
 WHERE a.kind = 'shipment_status'
   AND a.ship_on IS NOT NULL
   AND a.quantity > 0
   AND a.tcn ~ '^[A-Z0-9]{17}$'
WINDOW one AS (PARTITION BY a.tcn, a.order_id ORDER BY a.reported_at, a.text, a.line);
ANALYZE import_shipping;
CREATE TEMPORARY TABLE import_there ON COMMIT DROP AS
SELECT s.id, s.tcn, s.mode, s.from_place_id, s.to_place_id,
       s.cancelled_at IS NOT NULL AS is_cancelled,
       -- What a person has let go is no more changed by a record.
       s.released_at IS NOT NULL OR s.closed_at IS NOT NULL OR s.load_cleared_at IS NOT NULL
       OR EXISTS (SELECT FROM shipments_receipt AS r
                    JOIN shipments_shipmentline AS line ON line.id = r.line_id
                   WHERE line.shipment_id = s.id) AS is_settled,
       coalesce(went.departed, false) AS departed,
       coalesce(went.ever_departed, false) AS ever_departed, went.reached_on
  FROM (SELECT DISTINCT tcn FROM import_shipping) AS named
  JOIN shipments_shipment AS s ON s.tcn = named.tcn
  LEFT JOIN LATERAL (
       SELECT bool_or(m.kind = 'departed' AND back.id IS NULL) AS departed,
              bool_or(m.kind = 'departed') AS ever_departed,
              min(m.occurs_on) FILTER (WHERE m.kind <> 'departed' AND back.id IS NULL)
                  AS reached_on
         FROM shipments_milestone AS m
         LEFT JOIN shipments_milestone AS back ON back.retracts_id = m.id
        WHERE m.shipment_id = s.id AND m.classifier = 'actual' AND m.retracts_id IS NULL
          AND m.kind IN ('departed', 'passed', 'arrived_at_stop', 'left_stop', 'arrived',
                         'discharged', 'customs_released', 'received')) AS went ON true;
ANALYZE import_there;
CREATE TEMPORARY TABLE import_aboard ON COMMIT DROP AS
SELECT line.shipment_id, line.order_id, sum(line.quantity) AS quantity
  FROM shipments_shipmentline AS line
 WHERE line.shipment_id IN (SELECT id FROM import_there WHERE NOT is_cancelled)
 GROUP BY line.shipment_id, line.order_id;
ANALYZE import_aboard
