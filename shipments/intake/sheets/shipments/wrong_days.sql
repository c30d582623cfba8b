-- Find shipments whose days cannot be, and milestones at places where they cannot be.
-- Parameters   at timestamptz
-- Reads        import_event, import_now, import_won, milestone, place
-- Writes       import_wrong
INSERT INTO import_wrong (subject_id, line, field, found, expected, code)
SELECT event.subject_id, event.line, event.typed_in, event.occurs_on::text,
       format('%%s has not come yet. An actual date is today or earlier; enter a planned date instead.',
              to_char(event.occurs_on, 'FMDD Mon YYYY')), 'in_the_future'
  FROM import_event AS event
 WHERE event.classifier = 'actual'
   AND event.occurs_on > (%(at)s::timestamptz AT TIME ZONE 'Asia/Jerusalem')::date
 UNION ALL
SELECT now.subject_id, now.line, days.after, days.ended::text,
       format('The %%s, %%s, is before the %%s, %%s. Check both days.', days.last,
              to_char(days.ended, 'FMDD Mon YYYY'), days.first,
              to_char(days.begun, 'FMDD Mon YYYY')), 'arrival_before_departure'
  FROM import_now AS now
 CROSS JOIN LATERAL (
       VALUES ('planned_arrival_on', 'planned arrival', 'planned departure',
               now.planned_arrival_on, now.planned_departure_on),
              ('arrived_on', 'arrival', 'departure', now.arrived_on, now.departed_on)
       ) AS days (after, last, first, ended, begun)
 WHERE now.is_changed AND days.ended < days.begun
 UNION ALL
SELECT now.subject_id, now.line, 'departed_on', '',
       'Enter the day it departed too: it has arrived.', 'required'
  FROM import_now AS now
 WHERE now.is_changed AND now.arrived_on IS NOT NULL AND now.departed_on IS NULL
 UNION ALL
-- A stop is after the departure and before the arrival.
SELECT now.subject_id, now.line, 'milestone_on', stop.on_day::text,
       format('%%s is not between the departure and the arrival. Check the days, or retract the '
              'wrong one.', to_char(stop.on_day, 'FMDD Mon YYYY')), 'stop_outside'
  FROM import_now AS now
  JOIN (SELECT subject_id, value::date AS on_day FROM import_won
         WHERE field ~ '^(passed|arrived_at_stop|left_stop) actual') AS stop
    ON stop.subject_id = now.subject_id
 WHERE now.is_changed AND (stop.on_day < now.departed_on OR stop.on_day > now.arrived_on)
 UNION ALL
-- What follows the arrival is an arrival for the database.
SELECT now.subject_id, now.line, 'milestone_on', late.on_day::text,
       format('%%s is before the departure. Check both days, or retract the wrong one.',
              to_char(late.on_day, 'FMDD Mon YYYY')), 'arrival_before_departure'
  FROM import_now AS now
  JOIN (SELECT subject_id, value::date AS on_day FROM import_won
         WHERE field IN ('discharged actual', 'customs_released actual', 'received actual')) AS late
    ON late.subject_id = now.subject_id
 WHERE now.is_changed AND late.on_day < now.departed_on
 UNION ALL
SELECT event.subject_id, event.line, 'milestone_place', event.place, problem.expected, problem.code
  FROM import_event AS event
  JOIN import_now AS now ON now.subject_id = event.subject_id
 CROSS JOIN LATERAL (
       SELECT 'Choose the place where it stopped.' AS expected, 'required' AS code
        WHERE event.kind IN ('arrived_at_stop', 'left_stop') AND event.place IS NULL
        UNION ALL
       SELECT format('%%s is where it %%s, no stop. Choose %%s, or another place.', event.place,
                     CASE event.place WHEN now.from_place THEN 'begins' ELSE 'ends' END,
                     CASE event.place WHEN now.from_place THEN 'departed' ELSE 'arrived' END),
              'not_a_stop'
        WHERE event.kind IN ('arrived_at_stop', 'left_stop')
          AND event.place IN (now.from_place, now.to_place)
        UNION ALL
       SELECT format('It is %%s at %%s. Of a place between choose “%%s”.', event.kind,
                     CASE event.kind WHEN 'departed' THEN now.from_place ELSE now.to_place END,
                     CASE event.kind WHEN 'departed' THEN 'left stop' ELSE 'arrived at stop' END),
              'not_its_end'
        WHERE event.kind = 'departed' AND event.place <> now.from_place
           OR event.kind = 'arrived' AND event.place <> now.to_place) AS problem
