-- shipments/expedite/rules/stalled_in_transit.sql
-- Reason       stalled_in_transit (chase): what is on its way has not been heard of since its next milestone was due
-- Chip         Stalled in transit
-- Icon         timer-off
-- Says         "The next milestone was due {due_on}, {due_on:days} ago; last told of {tcn}: {milestone} {milestone_on}."
--              "The next milestone of its shipments was due {due_on}, {due_on:days} ago."
-- Parameters   as_of date | stalled_grace_days int, calendar days
-- Turns        s.next_milestone_due_on + %(stalled_grace_days)s::int + 1
-- Reads        scope: the open orders being judged, prepared by the engine | shipments_shipment | shipments_shipmentline | shipments_milestone | shipments_receipt
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       s.next_milestone_due_on + %(stalled_grace_days)s::int + 1 AS since,
       jsonb_strip_nulls(jsonb_build_object(
           'due_on', s.next_milestone_due_on,
           'tcn', last.tcn,
           'milestone', replace(last.kind, '_', ' '),
           'milestone_on', last.occurs_on)) AS evidence
  FROM scope AS s
  LEFT JOIN LATERAL (
       -- Source: docs/sources.md, "Tracing a shipment".
       -- Of its shipments under way the one that was last heard of the longest ago.
       SELECT sh.tcn, m.kind, m.occurs_on
         FROM shipments_shipment AS sh
        CROSS JOIN LATERAL (
              SELECT n.kind, n.occurs_on
                FROM shipments_milestone AS n
               WHERE n.shipment_id = sh.id AND n.classifier = 'actual' AND n.retracts_id IS NULL
                 AND NOT EXISTS (SELECT FROM shipments_milestone AS r WHERE r.retracts_id = n.id)
               ORDER BY n.occurs_on DESC, n.reported_at DESC, n.id DESC
               LIMIT 1) AS m
        WHERE sh.id IN (SELECT line.shipment_id FROM shipments_shipmentline AS line
                         WHERE line.order_id = s.order_id
                           -- What is counted in full has come.
                           AND NOT EXISTS (
                               SELECT FROM shipments_receipt AS r
                                WHERE r.line_id = line.id AND r.retracts_id IS NULL
                                  AND NOT EXISTS (SELECT FROM shipments_receipt AS back
                                                   WHERE back.retracts_id = r.id)
                               HAVING sum(r.quantity) >= line.quantity))
          AND sh.cancelled_at IS NULL AND m.kind <> 'received'
        ORDER BY m.occurs_on, sh.id
        LIMIT 1) AS last ON true
 WHERE s.next_milestone_due_on + %(stalled_grace_days)s::int < %(as_of)s::date
