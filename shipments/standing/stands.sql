-- Where orders stand, from the ledgers and records alone: one row an order
-- Parameters   order_ids bigint[] or null for every order | limits jsonb or null for those in force
-- Reads        order, promise, report, shipment, line, milestone, receipt, discrepancy, hold | the
--              records of contractors and lanes | policy
-- Used by      recompute.sql, which writes it, and the preview of other limits, which does not
WITH scope AS (
    SELECT o.*
      FROM shipments_order o
     WHERE %(order_ids)s::bigint[] IS NULL OR o.id = ANY (%(order_ids)s::bigint[])
),
limits AS MATERIALIZED (
    SELECT (held.l ->> 'transit_planning_days')::int AS transit_days,
           (held.l ->> 'clearance_planning_days')::int AS clearance_days,
           (held.l ->> 'promises_to_correct')::int AS promises_to_correct,
           (held.l ->> 'shipments_for_median')::int AS shipments_for_median,
           -- The last day that whoever reads the standing can hold.
           date '9999-12-31' AS last_day
      FROM (SELECT coalesce(%(limits)s::jsonb,
                            (SELECT limits FROM shipments_policy
                              ORDER BY version DESC LIMIT 1)) AS l) AS held
),
/* usual */,
-- What the contractor promised, in the order in which it was said, whenever we were told. The
-- parts of a split promise were said at one moment, and the whole is promised with the last of
-- them. A move is counted when a promise is later than the one before.
promised AS (
    SELECT p.order_id,
           (array_agg(p.ship_on ORDER BY p.said_at))[1] AS first_ship_on,
           (array_agg(p.ship_on ORDER BY p.said_at DESC))[1] AS last_ship_on,
           count(*) FILTER (WHERE p.ship_on > p.before) AS moved_later,
           max(p.said_on) AS said_on
      FROM (SELECT q.order_id, coalesce(q.reported_at, q.recorded_at) AS said_at,
                   max(q.ship_on) AS ship_on, max(q.said_on) AS said_on,
                   lag(max(q.ship_on)) OVER (
                       PARTITION BY q.order_id
                       ORDER BY coalesce(q.reported_at, q.recorded_at)) AS before
              FROM shipments_promise q JOIN scope ON scope.id = q.order_id
             GROUP BY q.order_id, coalesce(q.reported_at, q.recorded_at)) p
     GROUP BY p.order_id
),
aboard AS (
    SELECT line.order_id, line.id AS line_id, line.quantity, shipment.id AS shipment_id,
           shipment.logged_at,
           coalesce(usual.days, limits.transit_days) AS usual_days
      FROM shipments_shipmentline line
      JOIN scope ON scope.id = line.order_id
      JOIN shipments_shipment shipment ON shipment.id = line.shipment_id
     CROSS JOIN limits
      LEFT JOIN usual ON (usual.mode, usual.from_place_id, usual.to_place_id)
                       = (shipment.mode, shipment.from_place_id, shipment.to_place_id)
     WHERE shipment.cancelled_at IS NULL
),
-- What has happened and what is expected to happen to those shipments, retractions left out.
happened AS (
    SELECT m.shipment_id,
           bool_or(m.classifier = 'actual' AND m.kind IN
               ('departed', 'passed', 'arrived_at_stop', 'left_stop', 'arrived', 'discharged',
                'customs_released', 'received')) AS departed,
           bool_or(m.classifier = 'actual' AND m.kind IN
               ('arrived', 'discharged', 'customs_released', 'received')) AS arrived,
           bool_or(m.classifier = 'actual' AND m.kind = 'received') AS received,
           -- The first day on which it is known to have been gone.
           min(m.occurs_on) FILTER (WHERE m.classifier = 'actual' AND m.kind IN
               ('departed', 'passed', 'arrived_at_stop', 'left_stop', 'arrived', 'discharged',
                'customs_released', 'received')) AS gone_on,
           (array_agg(m.occurs_on ORDER BY m.classifier = 'actual' DESC,
                                           m.classifier = 'estimated' DESC, m.reported_at DESC,
                                           m.recorded_at DESC, m.id DESC)
               FILTER (WHERE m.kind = 'departed'))[1] AS departs_on,
           (array_agg(m.occurs_on ORDER BY m.classifier = 'actual' DESC,
                                           m.classifier = 'estimated' DESC, m.reported_at DESC,
                                           m.recorded_at DESC, m.id DESC)
               FILTER (WHERE m.kind = 'arrived'))[1] AS arrives_on,
           max(m.occurs_on) FILTER (WHERE m.classifier = 'actual') AS last_on,
           max((m.reported_at AT TIME ZONE 'UTC')::date) AS heard_on
      FROM shipments_milestone m
     WHERE m.shipment_id IN (SELECT shipment_id FROM aboard)
       AND m.retracts_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM shipments_milestone r WHERE r.retracts_id = m.id)
     GROUP BY m.shipment_id
),
-- What was received of every line of those shipments, as counted; retractions left out.
counted AS (
    SELECT line.shipment_id, r.line_id, sum(r.quantity) AS quantity,
           max(r.received_on) AS last_on,
           max((r.recorded_at AT TIME ZONE 'UTC')::date) AS heard_on
      FROM shipments_receipt r
      JOIN shipments_shipmentline line ON line.id = r.line_id
     WHERE line.shipment_id IN (SELECT shipment_id FROM aboard)
       AND r.retracts_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM shipments_receipt back WHERE back.retracts_id = r.id)
     GROUP BY line.shipment_id, r.line_id
),
-- Where somebody has counted, an entry that all was received says no more.
counting AS (
    SELECT shipment_id, max(last_on) AS last_on FROM counted GROUP BY shipment_id
),
-- How what came of the orders' own lines differs from what was shipped. Forgone is what did
-- not come and is not to be shipped again.
differs AS (
    SELECT d.line_id,
           coalesce(sum(d.quantity) FILTER (WHERE d.kind IN
               ('shortage', 'non_delivery', 'wrong_item')), 0) AS short,
           coalesce(sum(d.quantity) FILTER (WHERE d.kind = 'overage'), 0) AS over,
           coalesce(sum(d.to_replace) FILTER (WHERE d.kind = 'damage'), 0) AS spoilt,
           coalesce(sum(d.quantity - d.to_replace) FILTER (WHERE d.kind IN
               ('shortage', 'non_delivery', 'wrong_item')), 0) AS forgone,
           sum(d.to_replace) AS missing,
           max((d.recorded_at AT TIME ZONE 'UTC')::date) AS heard_on
      FROM shipments_discrepancy d
     WHERE d.line_id IN (SELECT line_id FROM aboard) AND d.withdrawn_at IS NULL
     GROUP BY d.line_id
),
parts AS (
    SELECT aboard.order_id, aboard.quantity, aboard.logged_at, aboard.usual_days,
           -- When it was taken from what is ready: when it was logged, or left if that was on a
           -- day before, so that it does not matter which file told us first.
           least(aboard.logged_at,
                 (happened.gone_on + 1)::timestamp AT TIME ZONE 'UTC') AS taken_at,
           happened.departs_on, happened.arrives_on,
           coalesce(differs.missing, 0) AS missing, coalesce(differs.forgone, 0) AS forgone,
           -- What was counted at its last place has left the first and arrived, though nobody
           -- said so; what was reported lost waits there no more.
           coalesce(happened.departed, false) OR counting.shipment_id IS NOT NULL
               OR differs.line_id IS NOT NULL AS departed,
           coalesce(happened.arrived, false) OR counting.shipment_id IS NOT NULL AS arrived,
           CASE WHEN counting.shipment_id IS NOT NULL THEN coalesce(counted.quantity, 0)
                WHEN happened.received
                THEN aboard.quantity + coalesce(differs.over, 0) - coalesce(differs.short, 0)
                ELSE 0 END AS came,
           coalesce(differs.short, 0) AS short, coalesce(differs.over, 0) AS over,
           coalesce(differs.spoilt, 0) AS spoilt,
           greatest(happened.last_on, counting.last_on) AS last_on,
           greatest(happened.heard_on, counted.heard_on, differs.heard_on) AS heard_on
      FROM aboard
      LEFT JOIN happened ON happened.shipment_id = aboard.shipment_id
      LEFT JOIN counting ON counting.shipment_id = aboard.shipment_id
      LEFT JOIN counted ON counted.line_id = aboard.line_id
      LEFT JOIN differs ON differs.line_id = aboard.line_id
),
shipped AS (
    SELECT parts.order_id,
           sum(parts.quantity) AS shipped,
           coalesce(sum(parts.quantity) FILTER (WHERE parts.departed), 0) AS departed,
           sum(greatest(parts.came - parts.spoilt, 0)) AS received,
           sum(parts.missing) AS missing,
           sum(parts.forgone) AS forgone,
           CASE WHEN bool_and(parts.departed) THEN max(parts.departs_on) END AS departed_on,
           -- The whole is there when its last part is; unknown while one part's arrival is.
           CASE WHEN bool_and(parts.arrives_on IS NOT NULL)
                THEN max(parts.arrives_on) END AS arrives_on,
           CASE WHEN bool_and(coalesce(parts.arrives_on, parts.departs_on) IS NOT NULL)
                THEN max(least(coalesce(parts.arrives_on, parts.departs_on + parts.usual_days),
                               date '9999-12-31')) END AS due_on,
           min(least(parts.last_on + CASE WHEN parts.arrived THEN limits.clearance_days
                                          ELSE parts.usual_days END, limits.last_day))
               FILTER (WHERE parts.departed
                         AND parts.came + parts.short < parts.quantity + parts.over
                      ) AS next_milestone_due_on,
           max(parts.taken_at) AS last_taken_at,
           greatest(max(parts.heard_on),
                    max((parts.logged_at AT TIME ZONE 'UTC')::date)) AS heard_on
      FROM parts
     CROSS JOIN limits
     GROUP BY parts.order_id
),
-- What was reported, in the order in which it was said. Of two reports that goods are ready the
-- later one says how many, of two of one moment the larger; they have waited since the first of
-- those that no shipment has followed.
reported AS (
    SELECT r.order_id,
           max((r.reported_at AT TIME ZONE 'UTC')::date) AS heard_on,
           max(r.reported_at) FILTER (WHERE r.kind IN ('ready', 'inspected')) AS ready_said_at,
           (array_agg(r.quantity ORDER BY r.reported_at DESC, r.quantity DESC NULLS FIRST)
               FILTER (WHERE r.kind IN ('ready', 'inspected')))[1] AS ready_quantity,
           coalesce(min(r.occurs_on) FILTER (WHERE r.kind IN ('ready', 'inspected')
                                               AND r.reported_at > shipped.last_taken_at
                                                OR shipped.last_taken_at IS NULL
                                               AND r.kind IN ('ready', 'inspected')),
                    max(r.occurs_on) FILTER (WHERE r.kind IN ('ready', 'inspected'))) AS ready_on
      FROM shipments_report r
      JOIN scope ON scope.id = r.order_id
      LEFT JOIN shipped ON shipped.order_id = r.order_id
     GROUP BY r.order_id
),
-- How many of an order are ready, those shipped before the report included, but for what of
-- them is missing: that was ready once.
ready AS (
    SELECT reported.order_id, reported.ready_on,
           greatest(least(scope.quantity + scope.accepted_overage + coalesce(lost.before, 0),
                 coalesce(before.shipped, 0)
                 + coalesce(reported.ready_quantity,
                            greatest(scope.quantity + coalesce(lost.before, 0)
                                     - coalesce(before.shipped, 0), 0)))
                 - coalesce(lost.missing, 0), 0) AS quantity
      FROM reported
      JOIN scope ON scope.id = reported.order_id
      LEFT JOIN (
           SELECT aboard.order_id, sum(d.to_replace) AS missing,
                  sum(d.to_replace)
                      FILTER (WHERE d.recorded_at < reported.ready_said_at) AS before
             FROM aboard
             JOIN reported ON reported.order_id = aboard.order_id
             JOIN shipments_discrepancy d
               ON d.line_id = aboard.line_id AND d.withdrawn_at IS NULL
            GROUP BY aboard.order_id) AS lost ON lost.order_id = reported.order_id
      LEFT JOIN (
           SELECT parts.order_id, sum(parts.quantity) AS shipped
             FROM parts
             JOIN reported ON reported.order_id = parts.order_id
                          AND parts.taken_at <= reported.ready_said_at
            GROUP BY parts.order_id) AS before ON before.order_id = reported.order_id
     WHERE reported.ready_said_at IS NOT NULL
),
stands AS (
    SELECT scope.id AS order_id, scope.contractor_id,
           coalesce(shipped.shipped, 0) AS shipped,
           coalesce(shipped.departed, 0) AS departed,
           coalesce(shipped.received, 0) AS received,
           coalesce(shipped.missing, 0) AS missing,
           -- What is missing is to be shipped again.
           coalesce(shipped.shipped - shipped.missing >= scope.quantity, false) AS all_shipped,
           coalesce(shipped.departed - shipped.missing >= scope.quantity, false) AS all_departed,
           -- Without a published quantity nothing tells that the last part has come.
           CASE WHEN scope.cancelled_on IS NOT NULL THEN 'cancelled'
                WHEN scope.possible_sale THEN 'notified'
                WHEN shipped.received + shipped.forgone >= scope.quantity THEN 'received'
                WHEN shipped.received > 0 THEN 'part_received'
                WHEN shipped.departed > 0 THEN 'in_transit'
                WHEN shipped.shipped > 0 THEN 'shipment_logged'
                WHEN promised.last_ship_on IS NOT NULL THEN 'promised'
                WHEN scope.contract_id IS NOT NULL THEN 'on_contract'
                ELSE 'ordered' END AS status,
           CASE WHEN scope.priority_designator IS NULL THEN scope.urgency = 'routine'
                ELSE scope.priority_designator >= 9 END AS is_routine,
           promised.first_ship_on, promised.last_ship_on,
           coalesce(promised.moved_later, 0) AS moved_later,
           coalesce(promised.last_ship_on - promised.first_ship_on, 0) AS moved_days,
           CASE WHEN worth.promises >= limits.promises_to_correct
                THEN worth.median_slip_days END AS slip_days,
           shipped.departed_on, shipped.arrives_on, shipped.due_on,
           coalesce(usual.days, limits.transit_days) AS transit_days,
           coalesce(usual.basis,
                    format('%%s %%s, a planning figure', limits.transit_days,
                           CASE limits.transit_days WHEN 1 THEN 'day' ELSE 'days' END)) AS transit_basis,
           coalesce(ready.quantity, 0) AS ready_quantity, ready.ready_on,
           shipped.next_milestone_due_on, limits.last_day,
           EXISTS (SELECT FROM shipments_heldorder held
                    WHERE held.order_id = scope.id) AS is_held,
           greatest(scope.ordered_on, scope.acknowledged_on, promised.said_on, shipped.heard_on,
                    reported.heard_on) AS heard_on
      FROM scope
     CROSS JOIN limits
      LEFT JOIN promised ON promised.order_id = scope.id
      LEFT JOIN shipped ON shipped.order_id = scope.id
      LEFT JOIN reported ON reported.order_id = scope.id
      LEFT JOIN ready ON ready.order_id = scope.id
      LEFT JOIN shipments_contractorrecord AS worth ON worth.contractor_id = scope.contractor_id
      LEFT JOIN usual ON usual.lane_id = scope.lane_id
),
expected AS (
    SELECT stands.*,
           CASE WHEN all_departed AND departed_on IS NOT NULL THEN departed_on
                -- Said, because least() passes over what is unknown.
                WHEN last_ship_on IS NOT NULL
                THEN least(last_ship_on + coalesce(slip_days, 0), last_day) END AS ships_on,
           CASE WHEN all_departed AND departed_on IS NOT NULL THEN 'departure of its shipments'
                WHEN last_ship_on IS NULL THEN ''
                WHEN slip_days > 0
                THEN format('promise, %%s %%s later as its promises have proved', slip_days,
                            CASE slip_days WHEN 1 THEN 'day' ELSE 'days' END)
                WHEN slip_days < 0
                THEN format('promise, %%s %%s sooner as its promises have proved', -slip_days,
                            CASE slip_days WHEN -1 THEN 'day' ELSE 'days' END)
                WHEN slip_days = 0 THEN 'promise, as its promises have proved'
                ELSE 'promise' END AS ship_basis
      FROM stands
)
SELECT order_id, contractor_id, status, status NOT IN ('notified', 'received', 'cancelled') AS is_open,
       is_routine, first_ship_on, last_ship_on, moved_later, moved_days, ships_on, ship_basis,
       CASE WHEN all_shipped AND due_on IS NOT NULL THEN due_on
            -- What is on its way and what is still to go: the whole is there with the later.
            WHEN ships_on IS NOT NULL
            THEN greatest(least(ships_on + transit_days, last_day), due_on) END AS delivered_on,
       CASE WHEN all_shipped AND arrives_on IS NOT NULL THEN 'arrival of its shipments'
            WHEN all_shipped AND due_on IS NOT NULL
            THEN 'departure of its shipments plus the usual days of their lanes'
            WHEN ships_on IS NULL THEN ''
            WHEN due_on > ships_on + transit_days THEN 'arrival of what is already on its way'
            ELSE ship_basis || CASE WHEN slip_days IS NULL THEN ' plus ' ELSE ', plus ' END
                 || transit_basis END AS delivery_basis,
       ready_quantity, ready_on, next_milestone_due_on, is_held, all_departed,
       shipped, departed, received, missing, heard_on
  FROM expected
