-- Find lines that cannot be aboard, and shipments that a hold keeps from being changed or leaving.
-- Reads        import_of, import_said, import_now, import_cargo, import_stands, order, shipment,
--              its lines, receipt, discrepancy, package content, hold
-- Writes       import_wrong
WITH held AS MATERIALIZED (
    SELECT each.order_id, shipments_held_because(ARRAY[each.order_id]) AS sentence
      FROM (SELECT DISTINCT order_id FROM import_cargo
             UNION
            SELECT line.order_id FROM shipments_shipmentline AS line
             WHERE line.shipment_id IN (SELECT subject_id FROM import_now
                                         WHERE is_moved AND NOT is_new)) AS each
     WHERE EXISTS (SELECT FROM shipments_hold WHERE released_at IS NULL)
),
-- What lines would be received or packed of less than is there of them.
lowered AS (
    SELECT cargo.subject_id, cargo.line, cargo.quantity,
           greatest(coalesce((SELECT sum(receipt.quantity) FROM shipments_receipt AS receipt
                               WHERE receipt.line_id = cargo.line_id AND receipt.retracts_id IS NULL
                                 AND NOT EXISTS (SELECT FROM shipments_receipt AS back
                                                  WHERE back.retracts_id = receipt.id)), 0)
                    + coalesce((SELECT sum(CASE WHEN d.kind IN ('shortage', 'non_delivery', 'wrong_item')
                                                THEN d.quantity WHEN d.kind = 'overage'
                                                THEN -d.quantity ELSE 0 END)
                                  FROM shipments_discrepancy AS d
                                 WHERE d.line_id = cargo.line_id AND d.withdrawn_at IS NULL), 0),
                    coalesce((SELECT sum(content.quantity) FROM shipments_packagecontent AS content
                               WHERE content.line_id = cargo.line_id), 0)) AS at_least
      FROM import_cargo AS cargo
     WHERE cargo.is_changed AND cargo.quantity < cargo.before
)
INSERT INTO import_wrong (subject_id, line, field, found, expected, code)
SELECT cargo.subject_id, cargo.line, problem.*
  FROM import_cargo AS cargo
  JOIN shipments_order AS o ON o.id = cargo.order_id
  LEFT JOIN shipments_shipment AS shipment ON shipment.id = cargo.subject_id
  LEFT JOIN held ON held.order_id = cargo.order_id
 CROSS JOIN LATERAL (
       SELECT 'quantity', '', 'Enter a quantity, a whole number of 1 or more.', 'required'
        WHERE cargo.quantity IS NULL
        UNION ALL
       SELECT 'order_reference', cargo.reference,
              format('%%s is cancelled and cannot ship. Remove this line.', cargo.reference), 'cancelled'
        WHERE o.cancelled_on IS NOT NULL AND cargo.is_changed
        UNION ALL
       SELECT 'order_reference', cargo.reference, held.sentence, 'held'
        WHERE held.sentence IS NOT NULL AND cargo.is_changed
        UNION ALL
       SELECT 'quantity', cargo.quantity::text,
              format('%%s is released as it is. Take its release back first.', shipment.tcn),
              'released'
        WHERE shipment.released_at IS NOT NULL AND cargo.is_changed) AS problem
 UNION ALL
SELECT said.subject_id, said.line, 'order_reference', cargo.reference,
       format('%%s with this lot stands on an earlier line. Add them together.', cargo.reference),
       'line_twice'
  FROM import_said AS said
  JOIN import_cargo AS cargo
    ON cargo.subject_id = said.subject_id AND cargo.cargo = said.field
   AND cargo.line <> said.line
 WHERE EXISTS (SELECT FROM import_said AS other
                WHERE other.subject_id = said.subject_id AND other.field = said.field
                  AND other.said_at = said.said_at AND other.line < said.line
                  AND other.value <> said.value)
 UNION ALL
SELECT lowered.subject_id, lowered.line, 'quantity', lowered.quantity::text,
       format('%%s of it are received, reported or packed here. Leave that part.',
              to_char(lowered.at_least, 'FM999,999,999,999,990')), 'accounted_for'
  FROM lowered
 WHERE lowered.quantity < lowered.at_least
 UNION ALL
-- What left before a hold was placed may go on and arrive.
SELECT now.subject_id, now.line, 'tcn', now.tcn, min(held.sentence), 'held'
  FROM import_now AS now
  JOIN shipments_shipmentline AS line ON line.shipment_id = now.subject_id
  JOIN held ON held.order_id = line.order_id AND held.sentence IS NOT NULL
 WHERE now.is_moved AND NOT now.is_new
   AND (NOT EXISTS (SELECT FROM import_stands AS stands
                     WHERE stands.subject_id = now.subject_id
                       AND (stands.field = 'departed_on'
                            OR stands.field ~ '^(passed|arrived_at_stop|left_stop) actual'))
        OR EXISTS (SELECT FROM import_won AS won
                    WHERE won.subject_id = now.subject_id AND won.field = 'departed_on'
                      AND won.line IS NOT NULL AND won.value IS DISTINCT FROM won.before))
 GROUP BY now.subject_id, now.line, now.tcn
 UNION ALL
-- By a place that is held nothing new goes.
SELECT DISTINCT ON (cargo.subject_id) cargo.subject_id, cargo.line, 'order_reference',
       cargo.reference,
       format('%%s is held since %%s: %%s (%%s). '
              'Only two people with the compliance role can release it.', cargo.reference,
              to_char(hold.placed_at AT TIME ZONE 'UTC', 'FMDD Mon YYYY'), hold.kind,
              hold.legal_basis), 'held'
  FROM import_now AS now
  JOIN shipments_hold AS hold
    ON hold.place_id IN (now.from_id, now.to_id) AND hold.released_at IS NULL
  JOIN import_cargo AS cargo ON cargo.subject_id = now.subject_id AND cargo.is_changed
 WHERE NOT EXISTS (SELECT FROM held
                    WHERE held.order_id = cargo.order_id AND held.sentence IS NOT NULL)
