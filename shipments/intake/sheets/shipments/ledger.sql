-- What stands of that: the last recorded of what was not taken back, and the quantities aboard.
-- Reads        import_of, shipment, its lines and milestones, stated
-- Writes       import_stands
WITH about AS (
    SELECT DISTINCT subject_id FROM import_of WHERE NOT is_new
),
ledger AS (
    SELECT DISTINCT ON (each.subject_id, each.field) each.*
      FROM (SELECT m.shipment_id AS subject_id, m.occurs_on, m.reported_at, m.recorded_at, m.id,
                   CASE WHEN m.classifier = 'planned' AND m.kind = 'departed'
                        THEN 'planned_departure_on'
                        WHEN m.classifier = 'planned' AND m.kind = 'arrived'
                        THEN 'planned_arrival_on'
                        WHEN m.classifier = 'actual' AND m.kind IN ('departed', 'arrived')
                        THEN m.kind || '_on'
                        WHEN m.kind IN ('passed', 'arrived_at_stop', 'left_stop')
                        THEN concat_ws(' ', m.kind, m.classifier, place.code)
                        ELSE concat_ws(' ', m.kind, m.classifier) END AS field
              FROM about
              JOIN shipments_milestone AS m ON m.shipment_id = about.subject_id
              LEFT JOIN shipments_place AS place ON place.id = m.place_id
             WHERE m.retracts_id IS NULL
               AND NOT EXISTS (SELECT FROM shipments_milestone AS back
                                WHERE back.retracts_id = m.id)) AS each
     ORDER BY each.subject_id, each.field, each.recorded_at DESC, each.id DESC
),
planned AS (
    -- What was planned before there was a milestone of it.
    SELECT shipment.id AS subject_id, day.field, day.occurs_on, shipment.logged_at
      FROM about
      JOIN shipments_shipment AS shipment ON shipment.id = about.subject_id
     CROSS JOIN LATERAL (
           VALUES ('planned_departure_on', shipment.planned_departure_on),
                  ('planned_arrival_on', shipment.planned_arrival_on)) AS day (field, occurs_on)
     WHERE day.occurs_on IS NOT NULL
       AND NOT EXISTS (SELECT FROM ledger
                        WHERE ledger.subject_id = shipment.id AND ledger.field = day.field)
)
INSERT INTO import_stands (subject_id, field, value, rank, said_at, is_in_ledger)
SELECT each.subject_id, each.field, each.occurs_on::text, each.occurs_on::text,
       -- It may have been said again since by a file that had nothing to add.
       greatest(each.said_at,
                coalesce((stated.fields ->> each.field)::timestamptz, stated.said_at)), true
  FROM (SELECT subject_id, field, occurs_on, reported_at AS said_at FROM ledger
         UNION ALL
        SELECT subject_id, field, occurs_on, logged_at FROM planned) AS each
  LEFT JOIN shipments_stated AS stated
         ON stated.kind = 'shipment' AND stated.subject_id = each.subject_id
 UNION ALL
SELECT aboard.shipment_id, aboard.cargo, aboard.quantity::text, lpad(aboard.quantity::text, 20, '0'),
       coalesce((stated.fields ->> aboard.cargo)::timestamptz, stated.said_at, aboard.logged_at),
       false
  FROM (SELECT line.shipment_id, line.quantity, shipment.logged_at,
               concat_ws(', lot ', 'quantity of ' || o.reference, nullif(line.lot, '')) AS cargo
          FROM about
          JOIN shipments_shipmentline AS line ON line.shipment_id = about.subject_id
          JOIN shipments_shipment AS shipment ON shipment.id = line.shipment_id
          JOIN shipments_order AS o ON o.id = line.order_id) AS aboard
  LEFT JOIN shipments_stated AS stated
         ON stated.kind = 'shipment' AND stated.subject_id = aboard.shipment_id;
ANALYZE import_stands;
ANALYZE import_said
