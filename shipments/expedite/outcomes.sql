-- Find whether the promises that open case files wait for were kept or broken, and write it down
-- Parameters   as_of date | at timestamptz | grace int, calendar days | step_on date, the first
--              working day from as_of on | above jsonb, step of the ladder to the one above it
-- Reads        expedite, promise, order, standing, shipment, line, milestone, receipt,
--              discrepancy
-- Writes       expedite | expedite action
-- Returns      expedite_id, order_id, owner_id, verdict, promise_id, text
-- Repeatable   a file is settled once: kept closes it, broken takes its commitment away
WITH waiting AS MATERIALIZED (
    SELECT e.id, e.order_id, e.commitment_id, e.state, e.rung, e.expected_at_opening,
           coalesce(said.reported_at, said.recorded_at) AS said_at,
           said.reported_at IS NOT NULL AS told_by_file, o.quantity, st.expected_delivery_on,
           -- Nobody chases what is held, cancelled or there.
           st.is_open AND NOT st.is_held AS can_break
      FROM shipments_expedite e
      JOIN shipments_promise said ON said.id = e.commitment_id
      JOIN shipments_order o ON o.id = e.order_id
      JOIN shipments_standing st ON st.order_id = e.order_id
     WHERE e.closed_at IS NULL AND e.commitment_id IS NOT NULL
),
-- What left, when, and since when we know. Told by the departure, else by what follows it; what
-- of it is to be shipped again counts as if it had not left.
gone AS (
    SELECT line.order_id, sum(line.quantity - coalesce(missing.quantity, 0)) AS quantity,
           went.on_day, went.known_at
      FROM shipments_shipmentline line
      JOIN shipments_shipment shipment
        ON shipment.id = line.shipment_id AND shipment.cancelled_at IS NULL
      JOIN LATERAL (
               SELECT coalesce(min(told.on_day) FILTER (WHERE told.is_departure),
                               min(told.on_day)) AS on_day,
                      min(told.recorded_at) AS known_at
                 FROM (SELECT m.occurs_on AS on_day, m.recorded_at,
                              m.kind = 'departed' AS is_departure
                         FROM shipments_milestone m
                        WHERE m.shipment_id = line.shipment_id
                          AND m.classifier = 'actual'
                          AND m.kind IN
                              ('departed', 'passed', 'arrived_at_stop', 'left_stop', 'arrived',
                               'discharged', 'customs_released', 'received')
                          AND m.retracts_id IS NULL
                          AND NOT EXISTS (SELECT 1 FROM shipments_milestone r
                                           WHERE r.retracts_id = m.id)
                        UNION ALL
                       SELECT r.received_on, r.recorded_at, false
                         FROM shipments_shipmentline other
                         JOIN shipments_receipt r ON r.line_id = other.id
                        WHERE other.shipment_id = line.shipment_id
                          AND r.retracts_id IS NULL
                          AND NOT EXISTS (SELECT 1 FROM shipments_receipt back
                                           WHERE back.retracts_id = r.id)) AS told
           ) went ON went.on_day IS NOT NULL
      LEFT JOIN LATERAL (
               SELECT sum(d.to_replace) AS quantity FROM shipments_discrepancy d
                WHERE d.line_id = line.id AND d.withdrawn_at IS NULL) AS missing ON true
     WHERE line.order_id IN (SELECT order_id FROM waiting)
     GROUP BY line.order_id, line.shipment_id, went.on_day, went.known_at
),
-- The parts of one answer were said at one moment; each must have left by its day, on top of
-- what had left when it was promised. That was what we knew of; where a file told of the promise,
-- what left before the day it was said, whenever we came to know of either.
parts AS (
    SELECT w.id, w.order_id, p.ship_on, p.ship_on + %(grace)s::int AS last_day,
           CASE WHEN p.quantity IS NULL THEN w.quantity
                ELSE least(w.quantity, before.quantity + sum(p.quantity)
                               OVER (PARTITION BY w.id ORDER BY p.ship_on, p.id))
           END AS needed,
           before.quantity AS before
      FROM waiting w
      JOIN shipments_promise p ON p.order_id = w.order_id
                              AND coalesce(p.reported_at, p.recorded_at) = w.said_at
     CROSS JOIN LATERAL (
               SELECT coalesce(sum(g.quantity), 0) AS quantity
                 FROM gone g
                WHERE g.order_id = w.order_id
                  AND CASE WHEN w.told_by_file
                           THEN g.on_day < (w.said_at AT TIME ZONE 'UTC')::date
                           ELSE g.known_at <= w.said_at END
           ) before
),
met AS (
    SELECT parts.id, parts.ship_on, parts.last_day,
           -- Without a published quantity nothing tells how much is all: anything more counts.
           in_time.quantity >= coalesce(parts.needed, parts.before + 1) AS in_time
      FROM parts
     CROSS JOIN LATERAL (
               SELECT coalesce(sum(g.quantity), 0) AS quantity
                 FROM gone g WHERE g.order_id = parts.order_id AND g.on_day <= parts.last_day
           ) in_time
),
verdicts AS (
    SELECT w.*, met.kept, met.missed_on, last.left_on
      FROM waiting w
      JOIN (SELECT id, bool_and(in_time) AS kept,
                   min(ship_on) FILTER (WHERE NOT in_time AND last_day < %(as_of)s) AS missed_on
              FROM met GROUP BY id) met ON met.id = w.id
      LEFT JOIN (SELECT order_id, max(on_day) AS left_on FROM gone GROUP BY order_id) last
        ON last.order_id = w.order_id
     WHERE met.kept OR (met.missed_on IS NOT NULL AND w.can_break)
),
settled AS (
    UPDATE shipments_expedite e
       SET state = CASE WHEN v.kept THEN 'kept' ELSE 'broken' END,
           closed_at = CASE WHEN v.kept THEN %(at)s::timestamptz END,
           outcome = CASE WHEN v.kept THEN format(
               'Promise kept: left on %%s', to_char(v.left_on, 'FMDD Mon YYYY')) ELSE '' END,
           days_gained = CASE WHEN v.kept THEN v.expected_at_opening - v.expected_delivery_on END,
           days_gained_are_firm = CASE WHEN v.kept AND v.expected_at_opening IS NOT NULL
                                        AND v.expected_delivery_on IS NOT NULL THEN false END,
           commitment_id = CASE WHEN v.kept THEN e.commitment_id END,
           next_step = CASE WHEN v.kept THEN '' ELSE %(above)s::jsonb ->> v.rung END,
           next_step_on = CASE WHEN v.kept THEN NULL ELSE %(step_on)s::date END,
           snoozed_until = NULL,
           snoozed_because = ''
      FROM verdicts v
     -- Of two workers the second finds the commitment gone, or the file closed.
     WHERE e.id = v.id AND e.closed_at IS NULL AND e.commitment_id = v.commitment_id
 RETURNING e.id, e.order_id, e.owner_id, v.state AS state_before, e.state,
           v.commitment_id AS promise_id, e.outcome, e.days_gained, v.missed_on
),
written AS (
    INSERT INTO shipments_expediteaction
        (expedite_id, kind, state_before, state_after, at, text, facts)
    SELECT id, state, state_before, state, %(at)s,
           CASE WHEN state = 'kept' THEN outcome || '.'
                ELSE format('Promised to ship on %%s, and it had not left by then.',
                            to_char(missed_on, 'FMDD Mon YYYY')) END,
           jsonb_build_object('promise', promise_id, 'days_gained', days_gained)
      FROM settled
 RETURNING expedite_id, text
)
SELECT settled.id, settled.order_id, settled.owner_id, settled.state, settled.promise_id,
       written.text
  FROM settled JOIN written ON written.expedite_id = settled.id
 ORDER BY settled.id
