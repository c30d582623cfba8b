-- Recompute where orders stand, from the ledgers and records alone
-- Parameters   those of stands.sql | at timestamptz
-- Writes       standing, one row an order | due orders | the contractors and lanes that have
--              something new to tell
-- Repeatable   the same ledgers give the same row
WITH stood AS (
    /* stands */
),
written AS (
    INSERT INTO shipments_standing AS standing
        (order_id, status, is_open, is_routine, first_promised_ship_on, promised_ship_on,
         promises_moved_later, promises_moved_days, expected_ship_on, expected_ship_basis,
         expected_delivery_on, expected_basis, ready_quantity, ready_on, next_milestone_due_on,
         is_held, shipped_quantity, departed_quantity, received_quantity, missing_quantity,
         last_heard_on, recomputed_at)
    SELECT order_id, status, is_open, is_routine, first_ship_on, last_ship_on, moved_later,
           moved_days, ships_on, ship_basis, delivered_on, delivery_basis, ready_quantity, ready_on,
           next_milestone_due_on, is_held, shipped, departed, received, missing, heard_on, %(at)s
      FROM stood
     ORDER BY order_id
    ON CONFLICT (order_id) DO UPDATE
       SET status = excluded.status, is_open = excluded.is_open, is_routine = excluded.is_routine,
           first_promised_ship_on = excluded.first_promised_ship_on,
           promised_ship_on = excluded.promised_ship_on,
           promises_moved_later = excluded.promises_moved_later,
           promises_moved_days = excluded.promises_moved_days,
           expected_ship_on = excluded.expected_ship_on,
           expected_ship_basis = excluded.expected_ship_basis,
           expected_delivery_on = excluded.expected_delivery_on,
           expected_basis = excluded.expected_basis,
           ready_quantity = excluded.ready_quantity, ready_on = excluded.ready_on,
           next_milestone_due_on = excluded.next_milestone_due_on, is_held = excluded.is_held,
           shipped_quantity = excluded.shipped_quantity,
           departed_quantity = excluded.departed_quantity,
           received_quantity = excluded.received_quantity,
           missing_quantity = excluded.missing_quantity,
           last_heard_on = excluded.last_heard_on,
           recomputed_at = excluded.recomputed_at
    RETURNING 1
),
-- These asked for what was just done. One that this statement does not see yet stays.
met AS (
    DELETE FROM shipments_dueorder
     WHERE is_stale
       AND (%(order_ids)s::bigint[] IS NULL OR order_id = ANY (%(order_ids)s::bigint[]))
),
-- Asked for as they are written: one entry for each order, or one for all of them.
due AS (
    INSERT INTO shipments_dueorder (order_id, marked_at)
    SELECT order_id, %(at)s FROM stood
     WHERE %(order_ids)s::bigint[] IS NOT NULL AND (NOT is_open OR is_held)
    UNION ALL
    SELECT NULL, %(at)s WHERE %(order_ids)s::bigint[] IS NULL
),
-- Those that will be judged say what the rules read of them, of the columns just written.
to_judge AS (
    INSERT INTO shipments_dueorder (marked_at, /* columns */)
    SELECT %(at)s, /* columns */
      FROM (SELECT /* judged */
              FROM (SELECT order_id, is_routine, first_ship_on AS first_promised_ship_on,
                           last_ship_on AS promised_ship_on, moved_later AS promises_moved_later,
                           moved_days AS promises_moved_days, ships_on AS expected_ship_on,
                           delivered_on AS expected_delivery_on, ready_quantity, ready_on,
                           next_milestone_due_on, shipped AS shipped_quantity,
                           departed AS departed_quantity, received AS received_quantity,
                           missing AS missing_quantity, heard_on AS last_heard_on
                      FROM stood
                     WHERE %(order_ids)s::bigint[] IS NOT NULL AND is_open AND NOT is_held) AS st
              JOIN shipments_order AS o ON o.id = st.order_id) AS judged
),
-- Goods that have left tell what their promises were worth; a shipment that has arrived tells
-- how long its lane takes; and so does one of which that was taken back.
told AS (
    INSERT INTO shipments_duerecord (contractor_id, mode, from_place_id, to_place_id, marked_at)
    SELECT DISTINCT contractor_id, '', NULL::bigint, NULL::bigint, %(at)s::timestamptz
      FROM (SELECT stood.contractor_id
              FROM stood
              LEFT JOIN shipments_standing AS before ON before.order_id = stood.order_id
             WHERE %(order_ids)s::bigint[] IS NOT NULL
               AND stood.contractor_id IS NOT NULL
               AND (stood.all_departed
                    OR before.departed_quantity - before.missing_quantity
                       > stood.departed - stood.missing)) AS settled
    UNION ALL
    SELECT DISTINCT NULL::bigint, shipment.mode, shipment.from_place_id, shipment.to_place_id,
           %(at)s::timestamptz
      FROM stood
      JOIN shipments_shipmentline AS line ON line.order_id = stood.order_id
      JOIN shipments_shipment AS shipment ON shipment.id = line.shipment_id
     WHERE %(order_ids)s::bigint[] IS NOT NULL
       AND (EXISTS (SELECT FROM shipments_milestone AS m
                     WHERE m.shipment_id = shipment.id AND m.classifier = 'actual'
                       AND m.kind IN ('arrived', 'received'))
            OR EXISTS (SELECT FROM shipments_receipt AS r WHERE r.line_id = line.id))
    UNION ALL
    SELECT NULL::bigint, '', NULL::bigint, NULL::bigint, %(at)s
     WHERE %(order_ids)s::bigint[] IS NULL
)
SELECT count(*) FROM written
