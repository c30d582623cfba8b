-- How long shipments took on each lane, for the lanes that have something new to tell
-- Parameters   at timestamptz
-- Reads        due records | shipment, milestone, line, receipt | order, standing, line | lane | policy in force
-- Writes       lane record | due records, of which those met are taken away | due orders: those
--              planned for a lane that takes otherwise now, and those moving on it
-- Returns      how many records changed
-- Repeatable   the same ledgers give the same rows
WITH due AS (
    DELETE FROM shipments_duerecord
     -- An entry that names neither is met here too: contractors.sql runs first and leaves it.
     WHERE contractor_id IS NULL
    RETURNING mode, from_place_id, to_place_id
),
limits AS (
    SELECT (limits ->> 'shipments_for_median')::int AS enough
      FROM shipments_policy ORDER BY version DESC LIMIT 1
),
took AS (
    SELECT s.mode, s.from_place_id, s.to_place_id, arrived.occurs_on - departed.occurs_on AS days
      FROM shipments_shipment AS s
     CROSS JOIN LATERAL (
           SELECT max(m.occurs_on) AS occurs_on
             FROM shipments_milestone AS m
            WHERE m.shipment_id = s.id AND m.kind = 'departed' AND m.classifier = 'actual'
              AND m.retracts_id IS NULL
              AND NOT EXISTS (SELECT FROM shipments_milestone AS r WHERE r.retracts_id = m.id)
           ) AS departed
     CROSS JOIN LATERAL (
           -- Received without a word of its arrival: it had arrived by then.
           SELECT coalesce(min(m.occurs_on) FILTER (WHERE m.kind = 'arrived'),
                           least(min(m.occurs_on),
                                 (SELECT min(r.received_on)
                                    FROM shipments_shipmentline AS line
                                    JOIN shipments_receipt AS r ON r.line_id = line.id
                                   WHERE line.shipment_id = s.id AND r.retracts_id IS NULL
                                     AND NOT EXISTS (SELECT FROM shipments_receipt AS back
                                                      WHERE back.retracts_id = r.id)))
                          ) AS occurs_on
             FROM shipments_milestone AS m
            WHERE m.shipment_id = s.id AND m.kind IN ('arrived', 'received')
              AND m.classifier = 'actual' AND m.retracts_id IS NULL
              AND NOT EXISTS (SELECT FROM shipments_milestone AS r WHERE r.retracts_id = m.id)
           ) AS arrived
     WHERE s.cancelled_at IS NULL
       AND ((s.mode, s.from_place_id, s.to_place_id)
            IN (SELECT mode, from_place_id, to_place_id FROM due WHERE mode <> '')
            OR EXISTS (SELECT FROM due WHERE mode = ''))
       AND arrived.occurs_on IS NOT NULL
       AND departed.occurs_on IS NOT NULL
),
computed AS MATERIALIZED (
    SELECT mode, from_place_id, to_place_id, count(*) AS shipments,
           percentile_disc(0.25) WITHIN GROUP (ORDER BY days) AS low_days,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY days) AS median_days,
           percentile_disc(0.75) WITHIN GROUP (ORDER BY days) AS high_days
      FROM took
     GROUP BY mode, from_place_id, to_place_id
),
was AS MATERIALIZED (
    SELECT *
      FROM shipments_lanerecord AS r
     WHERE (r.mode, r.from_place_id, r.to_place_id)
           IN (SELECT mode, from_place_id, to_place_id FROM due WHERE mode <> '')
        OR EXISTS (SELECT FROM due WHERE mode = '')
),
changed AS MATERIALIZED (
    SELECT mode, from_place_id, to_place_id,
           CASE WHEN was.shipments >= limits.enough THEN was.median_days END
               IS DISTINCT FROM
           CASE WHEN computed.shipments >= limits.enough THEN computed.median_days END
               AS takes_otherwise
      FROM computed
      FULL JOIN was USING (mode, from_place_id, to_place_id)
     CROSS JOIN limits
     WHERE (was.shipments, was.low_days, was.median_days, was.high_days)
           IS DISTINCT FROM
           (computed.shipments, computed.low_days, computed.median_days, computed.high_days)
),
gone AS (
    DELETE FROM shipments_lanerecord AS r
     USING changed
     WHERE (r.mode, r.from_place_id, r.to_place_id)
           = (changed.mode, changed.from_place_id, changed.to_place_id)
       AND NOT EXISTS (SELECT FROM computed
                        WHERE (computed.mode, computed.from_place_id, computed.to_place_id)
                              = (r.mode, r.from_place_id, r.to_place_id))
),
written AS (
    INSERT INTO shipments_lanerecord AS record
        (mode, from_place_id, to_place_id, shipments, low_days, median_days, high_days,
         computed_at)
    SELECT computed.*, %(at)s
      FROM computed
      JOIN changed USING (mode, from_place_id, to_place_id)
    ON CONFLICT (mode, from_place_id, to_place_id) DO UPDATE
       SET shipments = excluded.shipments, low_days = excluded.low_days,
           median_days = excluded.median_days, high_days = excluded.high_days,
           computed_at = excluded.computed_at
),
otherwise AS (
    SELECT mode, from_place_id, to_place_id FROM changed WHERE takes_otherwise
),
stale AS (
    INSERT INTO shipments_dueorder (order_id, is_stale, marked_at)
    SELECT o.id, true, %(at)s
      FROM otherwise
      JOIN shipments_lane AS lane USING (mode, from_place_id, to_place_id)
      JOIN shipments_order AS o ON o.lane_id = lane.id
      JOIN shipments_standing AS st ON st.order_id = o.id AND st.is_open
     UNION
    -- On their way whatever the order is: a cancelled one may still have goods at sea.
    SELECT line.order_id, true, %(at)s
      FROM (SELECT s.id
              FROM otherwise
              JOIN shipments_shipment AS s USING (mode, from_place_id, to_place_id)
             UNION
            SELECT leg.shipment_id
              FROM otherwise
              JOIN shipments_leg AS leg USING (mode, from_place_id, to_place_id)
             WHERE leg.replaced_at IS NULL) AS going
      JOIN shipments_shipmentline AS line ON line.shipment_id = going.id
      JOIN shipments_standing AS st ON st.order_id = line.order_id
      LEFT JOIN shipments_shipmentstanding AS moving ON moving.shipment_id = going.id
     WHERE st.is_open
        OR moving.arrived_on IS NULL AND moving.state NOT IN ('received', 'closed', 'cancelled')
)
SELECT count(*) FROM changed
