-- Recompute where shipments stand
-- Parameters   those of shipment_stands.sql | at timestamptz
-- Writes       shipment standing, one row a shipment, and only the rows that come out otherwise
-- Returns      how many rows changed
-- Repeatable   the same ledgers give the same row, whatever the day
WITH computed AS (
    /* stands */
),
written AS (
    INSERT INTO shipments_shipmentstanding AS standing
        (shipment_id, state, logged_at, planned_departure_on, planned_arrival_on, departed_on,
         arrived_on, expected_arrival_on, expected_basis, last_milestone, last_milestone_on, last_place_id, next_milestone,
         next_milestone_due_on, required_on, shipped_quantity, received_quantity,
         discrepancy_quantity, recomputed_at)
    SELECT computed.*, %(at)s
      FROM computed
     WHERE NOT EXISTS (
           SELECT FROM shipments_shipmentstanding AS was
            WHERE was.shipment_id = computed.shipment_id
              AND (was.state, was.logged_at, was.planned_departure_on, was.planned_arrival_on,
                   was.departed_on, was.arrived_on,
                   was.expected_arrival_on, was.expected_basis, was.last_milestone,
                   was.last_milestone_on, was.last_place_id, was.next_milestone,
                   was.next_milestone_due_on, was.required_on, was.shipped_quantity,
                   was.received_quantity, was.discrepancy_quantity)
                  IS NOT DISTINCT FROM
                  (computed.state, computed.logged_at, computed.planned_departure_on,
                   computed.planned_arrival_on, computed.departed_on, computed.arrived_on,
                   computed.expected_arrival_on, computed.expected_basis, computed.last_milestone,
                   computed.last_milestone_on, computed.last_place_id, computed.next_milestone,
                   computed.next_milestone_due_on, computed.required_on, computed.shipped_quantity,
                   computed.received_quantity, computed.discrepancy_quantity))
     ORDER BY shipment_id
    ON CONFLICT (shipment_id) DO UPDATE
       SET state = excluded.state, logged_at = excluded.logged_at,
           planned_departure_on = excluded.planned_departure_on,
           planned_arrival_on = excluded.planned_arrival_on,
           departed_on = excluded.departed_on, arrived_on = excluded.arrived_on,
           expected_arrival_on = excluded.expected_arrival_on,
           expected_basis = excluded.expected_basis, last_milestone = excluded.last_milestone,
           last_milestone_on = excluded.last_milestone_on, last_place_id = excluded.last_place_id,
           next_milestone = excluded.next_milestone,
           next_milestone_due_on = excluded.next_milestone_due_on,
           required_on = excluded.required_on, shipped_quantity = excluded.shipped_quantity,
           received_quantity = excluded.received_quantity,
           discrepancy_quantity = excluded.discrepancy_quantity,
           recomputed_at = excluded.recomputed_at
    RETURNING 1
)
SELECT count(*) FROM written
