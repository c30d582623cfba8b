-- What the lines say beside the shipment's own facts: how much of each order and lot is aboard,
-- and what happened or is meant to happen when.
-- Reads        import_line, import_of
-- Writes       import_said | import_event: what each field of a milestone means
DROP TABLE IF EXISTS pg_temp.import_event;
CREATE TEMPORARY TABLE import_event ON COMMIT DROP AS
SELECT about.line, about.subject_id, about.said_at, event.kind, event.classifier, event.occurs_on,
       event.place, event.typed_in,
       CASE WHEN event.classifier = 'planned' AND event.kind = 'departed' THEN 'planned_departure_on'
            WHEN event.classifier = 'planned' AND event.kind = 'arrived' THEN 'planned_arrival_on'
            WHEN event.classifier = 'actual' AND event.kind IN ('departed', 'arrived')
            THEN event.kind || '_on'
            WHEN event.kind IN ('passed', 'arrived_at_stop', 'left_stop')
            THEN concat_ws(' ', event.kind, event.classifier, event.place)
            ELSE concat_ws(' ', event.kind, event.classifier) END AS field
  FROM import_line AS r
  JOIN import_of AS about ON about.line = r.line
 CROSS JOIN LATERAL (
       VALUES ('departed', 'planned', r.planned_departure_on, NULL, 'planned_departure_on'),
              ('arrived', 'planned', r.planned_arrival_on, NULL, 'planned_arrival_on'),
              ('departed', 'actual', r.departed_on, NULL, 'departed_on'),
              ('arrived', 'actual', r.arrived_on, NULL, 'arrived_on'),
              (r.milestone, r.milestone_is, r.milestone_on, r.milestone_place, 'milestone_on')
       ) AS event (kind, classifier, occurs_on, place, typed_in)
 WHERE event.occurs_on IS NOT NULL AND event.kind IS NOT NULL AND event.classifier IS NOT NULL;
INSERT INTO import_said (line, subject_id, field, value, rank, said_at, is_in_ledger)
SELECT DISTINCT event.line, event.subject_id, event.field, event.occurs_on::text,
       event.occurs_on::text, event.said_at, true
  FROM import_event AS event
 UNION ALL
SELECT about.line, about.subject_id, about.cargo, r.quantity::text,
       lpad(r.quantity::text, 20, '0'), about.said_at, false
  FROM import_line AS r
  JOIN import_of AS about ON about.line = r.line
 WHERE r.quantity IS NOT NULL;
ANALYZE import_event
