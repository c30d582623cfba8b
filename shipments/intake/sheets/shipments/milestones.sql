-- Add to the ledger what holds now and did not before, departures first. What did not happen as
-- it was said before is taken back; what was only planned or expected is followed by the new.
-- Parameters   at, by, batch, sender
-- Reads        import_won, import_event, import_now, leg
-- Writes       milestone
--
-- The triggers of these tables look into them row by row, and would go on by plans made while
-- there was nothing in them.
SET LOCAL enable_seqscan = off;
DROP TABLE IF EXISTS pg_temp.import_milestone;
CREATE TEMPORARY TABLE import_milestone ON COMMIT DROP AS
SELECT DISTINCT ON (won.subject_id, won.field) won.subject_id, event.kind, event.classifier,
       event.occurs_on, won.said_at, won.line, won.before,
       CASE event.kind WHEN 'departed' THEN now.from_id WHEN 'arrived' THEN now.to_id
                       ELSE place.id END AS place_id
  FROM import_won AS won
  JOIN import_now AS now ON now.subject_id = won.subject_id
  JOIN import_event AS event ON event.subject_id = won.subject_id AND event.line = won.line
                            AND event.field = won.field AND event.occurs_on::text = won.value
  LEFT JOIN shipments_place AS place ON place.code = event.place
 WHERE won.is_in_ledger AND won.value IS DISTINCT FROM won.before
 ORDER BY won.subject_id, won.field, event.place NULLS LAST;
INSERT INTO shipments_milestone
    (shipment_id, kind, classifier, occurs_on, place_id, leg, source, reported_at, recorded_at,
     recorded_by_id, retracts_id, reason)
SELECT wrong.shipment_id, wrong.kind, wrong.classifier, wrong.occurs_on, wrong.place_id, wrong.leg,
       left(coalesce(nullif(%(sender)s, ''), batch.name), 120), new.said_at, %(at)s, %(by)s,
       wrong.id, left(format('Corrected by line %%s of %%s.', new.line, batch.name), 300)
  FROM import_milestone AS new
  JOIN shipments_importbatch AS batch ON batch.id = %(batch)s
  JOIN shipments_milestone AS wrong
    ON wrong.shipment_id = new.subject_id AND wrong.kind = new.kind AND wrong.classifier = 'actual'
   AND (wrong.kind NOT IN ('passed', 'arrived_at_stop', 'left_stop')
        OR wrong.place_id IS NOT DISTINCT FROM new.place_id)
 WHERE new.classifier = 'actual' AND new.before IS NOT NULL AND wrong.retracts_id IS NULL
   AND NOT EXISTS (SELECT FROM shipments_milestone AS back WHERE back.retracts_id = wrong.id)
 ORDER BY wrong.id;
INSERT INTO shipments_milestone
    (shipment_id, kind, classifier, occurs_on, place_id, leg, source, reported_at, recorded_at,
     recorded_by_id, reason)
SELECT new.subject_id, new.kind, new.classifier, new.occurs_on, new.place_id, leg.sequence,
       left(coalesce(nullif(%(sender)s, ''), batch.name), 120), new.said_at, %(at)s, %(by)s, ''
  FROM import_milestone AS new
  JOIN shipments_importbatch AS batch ON batch.id = %(batch)s
  LEFT JOIN LATERAL (
       -- The leg that it ends, or begins.
       SELECT CASE WHEN new.kind IN ('arrived', 'discharged', 'customs_released', 'received')
                   THEN max(leg.sequence)
                   WHEN new.kind = 'arrived_at_stop'
                   THEN min(leg.sequence) FILTER (WHERE leg.to_place_id = new.place_id)
                   WHEN new.kind = 'left_stop'
                   THEN min(leg.sequence) FILTER (WHERE leg.to_place_id = new.place_id) + 1
                   WHEN new.kind <> 'passed' THEN min(leg.sequence) END AS sequence
         FROM shipments_leg AS leg
        WHERE leg.shipment_id = new.subject_id AND leg.replaced_at IS NULL) AS leg ON true
 ORDER BY new.subject_id, array_position(ARRAY[/* milestones */], new.kind::text), new.classifier DESC,
       new.occurs_on;
SET LOCAL enable_seqscan = on
