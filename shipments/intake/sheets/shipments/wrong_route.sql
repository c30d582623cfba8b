-- Find shipments that do not say how and where they go, or not all alike, and those on record
-- that are not to be changed any more.
-- Reads        import_line, import_of, import_said, import_now, place, shipment, leg
-- Writes       import_wrong
INSERT INTO import_wrong (subject_id, line, field, found, expected, code)
SELECT now.subject_id, now.line, problem.*
  FROM import_now AS now
 CROSS JOIN LATERAL (
       SELECT 'mode', '', 'Choose a mode: /* modes */.', 'required' WHERE now.mode IS NULL
        UNION ALL
       SELECT 'from_place', '', 'Choose a place.', 'required' WHERE now.from_place IS NULL
        UNION ALL
       SELECT 'to_place', '', 'Choose a place.', 'required' WHERE now.to_place IS NULL
        UNION ALL
       SELECT 'to_place', now.to_place, 'From and to are the same place. Choose where it goes.',
              'same_place'
        WHERE now.from_place = now.to_place) AS problem
 UNION ALL
SELECT about.subject_id, about.line, typed.field, typed.code,
       format('No place %%s. Choose one from the list.', typed.code), 'unknown_place'
  FROM import_of AS about
  JOIN import_line AS r ON r.line = about.line
 CROSS JOIN LATERAL (
       VALUES ('from_place', r.from_place), ('to_place', r.to_place),
              ('milestone_place', r.milestone_place)) AS typed (field, code)
 WHERE typed.code IS NOT NULL
   AND NOT EXISTS (SELECT FROM shipments_place AS known WHERE known.code = typed.code)
 UNION ALL
-- The facts of one shipment stand on each of its rows, and at one moment it has one of each.
SELECT said.subject_id, said.line, said.field, said.value,
       format('Line %%s says %%s of this shipment, this one %%s. Make its lines agree.',
              other.line, other.value, said.value), 'differs'
  FROM import_said AS said
  JOIN LATERAL (
       SELECT each.line, each.value FROM (
              SELECT min(first.line) AS line FROM import_said AS first
               WHERE first.subject_id = said.subject_id AND first.field = said.field
                 AND first.said_at = said.said_at) AS earliest
         JOIN import_said AS each
           ON each.subject_id = said.subject_id AND each.field = said.field
          AND each.line = earliest.line AND each.said_at = said.said_at) AS other
    ON other.value <> said.value
 WHERE (said.subject_id, said.field) IN (
       SELECT subject_id, field FROM import_said
        WHERE field NOT LIKE 'quantity of %%' AND field <> 'note'
        GROUP BY subject_id, field, said_at HAVING min(value) <> max(value))
 UNION ALL
SELECT now.subject_id, now.line, problem.*
  FROM import_now AS now
  JOIN shipments_shipment AS shipment ON shipment.id = now.subject_id
 CROSS JOIN LATERAL (
       SELECT 'tcn', now.tcn, format('%%s is cancelled. Log a new shipment.', now.tcn), 'cancelled'
        WHERE shipment.cancelled_at IS NOT NULL
        UNION ALL
       SELECT 'tcn', now.tcn, format('%%s is closed: nothing of it changes any more.', now.tcn),
              'closed'
        WHERE shipment.closed_at IS NOT NULL AND shipment.cancelled_at IS NULL
        UNION ALL
       SELECT 'tcn', now.tcn,
              format('%%s is planned, released or under way as it is. Plan its legs on its page.',
                     now.tcn), 'under_way'
        WHERE now.is_rerouted AND shipment.cancelled_at IS NULL AND shipment.closed_at IS NULL
          AND (shipment.released_at IS NOT NULL OR shipment.departure_id IS NOT NULL
               OR EXISTS (SELECT FROM shipments_leg AS leg
                           WHERE leg.shipment_id = now.subject_id AND leg.replaced_at IS NULL)
               OR EXISTS (SELECT FROM import_stands AS stands
                           WHERE stands.subject_id = now.subject_id
                             AND stands.field = 'departed_on'))) AS problem
 WHERE now.is_changed
