-- Refuse promises that cannot have been given.
-- Parameters   at, reported_at timestamptz | sender
-- Reads        import_line, import_order, order, standing, shipment, its lines and milestones
-- Writes       import_outcome; deletes what it refuses from import_line
--
-- What was said while an order was still open stays a fact when it is closed, and what was still
-- to ship is counted as of the day it was said: a file may come late.
WITH said AS (
    SELECT r.line, r.text, r.ship_on, r.quantity, o.id AS order_id, o.reference, o.cancelled_on,
           coalesce(r.said_on, (coalesce(r.as_of, %(reported_at)s) AT TIME ZONE 'UTC')::date) AS said_on,
           coalesce(r.said_by, %(sender)s) AS said_by,
           o.quantity + o.accepted_overage AS ceiling, standing.status, standing.last_heard_on
      FROM import_line AS r
      JOIN import_order AS named ON named.name = r.order_reference
      JOIN shipments_order AS o ON o.id = named.order_id
      LEFT JOIN shipments_standing AS standing ON standing.order_id = o.id
),
aboard AS MATERIALIZED (
    SELECT line.order_id,
           least((shipment.logged_at AT TIME ZONE 'UTC')::date, left_on.occurs_on) AS since,
           line.quantity - coalesce((SELECT sum(d.to_replace) FROM shipments_discrepancy AS d
                                      WHERE d.line_id = line.id AND d.withdrawn_at IS NULL), 0)
           AS quantity
      FROM (SELECT DISTINCT order_id FROM said WHERE quantity IS NOT NULL) AS asked
      JOIN shipments_shipmentline AS line ON line.order_id = asked.order_id
      JOIN shipments_shipment AS shipment
        ON shipment.id = line.shipment_id AND shipment.cancelled_at IS NULL
      LEFT JOIN LATERAL (
           SELECT min(m.occurs_on) AS occurs_on FROM shipments_milestone AS m
            WHERE m.shipment_id = shipment.id AND m.kind = 'departed' AND m.classifier = 'actual'
              AND m.retracts_id IS NULL
              AND NOT EXISTS (SELECT FROM shipments_milestone AS back WHERE back.retracts_id = m.id)
           ) AS left_on ON true
),
gone_by AS (
    SELECT said.line, coalesce(sum(aboard.quantity), 0) AS quantity
      FROM said
      LEFT JOIN aboard ON aboard.order_id = said.order_id AND aboard.since <= said.said_on
     WHERE said.quantity IS NOT NULL
     GROUP BY said.line
),
wrong AS (
    SELECT said.line, said.text, problem.*
      FROM said
      LEFT JOIN gone_by ON gone_by.line = said.line
     CROSS JOIN LATERAL (
           SELECT 'order_reference' AS field, said.reference AS found, 'not_open' AS code,
                  format('%%s is %%s: nothing is left to ship.', said.reference, said.status)
                  AS expected
            WHERE said.cancelled_on < said.said_on
               OR said.status = 'received' AND said.last_heard_on < said.said_on
            UNION ALL
           SELECT 'said_on', said.said_on::text, 'in_the_future',
                  format('%%s has not come yet. Enter the day it was said.',
                         to_char(said.said_on, 'FMDD Mon YYYY'))
            WHERE said.said_on > (%(at)s::timestamptz AT TIME ZONE 'Asia/Jerusalem')::date
            UNION ALL
           SELECT 'ship_on', said.ship_on::text, 'before_said',
                  format('%%s is before %%s, the day it was said. Enter a later day, or log the '
                         'shipment if it has gone.', to_char(said.ship_on, 'FMDD Mon YYYY'),
                         to_char(said.said_on, 'FMDD Mon YYYY'))
            WHERE said.ship_on < said.said_on
            UNION ALL
           SELECT 'said_by', '', 'required', 'Enter who said it.' WHERE said.said_by = ''
            UNION ALL
           SELECT 'quantity', said.quantity::text, 'more_than_left',
                  format('Only %%s are left to ship on %%s. Enter %%s or fewer.', left_over.shown,
                         said.reference, left_over.shown)
             FROM (SELECT to_char(greatest(said.ceiling - gone_by.quantity, 0),
                                  'FM999,999,999,999,990') AS shown) AS left_over
            WHERE said.quantity > said.ceiling - gone_by.quantity) AS problem
),
refused AS (
    DELETE FROM import_line USING wrong WHERE import_line.line = wrong.line
)
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT line, 'refused', field, left(found, 200), left(expected, 300), code, text FROM wrong
