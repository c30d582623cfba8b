-- Where shipments stand, from their legs, milestones, receipts and acts alone: one row a shipment
-- Parameters   shipment_ids bigint[] or null for every shipment | kinds text[], of milestones in the
--              order they happen
-- Reads        shipment, line, leg, milestone, receipt, discrepancy, order | lane, its record, policy
-- Used by      shipments.sql, which writes it
WITH scope AS (
    SELECT s.*
      FROM shipments_shipment AS s
     WHERE %(shipment_ids)s::bigint[] IS NULL OR s.id = ANY (%(shipment_ids)s::bigint[])
),
limits AS MATERIALIZED (
    SELECT (limits ->> 'clearance_planning_days')::int AS clearance_days,
           (limits ->> 'shipments_for_median')::int AS shipments_for_median,
           -- The last day that whoever reads the standing can hold.
           date '9999-12-31' AS last_day
      FROM shipments_policy ORDER BY version DESC LIMIT 1
),
/* usual */,
-- What was said, less what was taken back.
ledger AS (
    SELECT m.*
      FROM shipments_milestone AS m
      JOIN scope ON scope.id = m.shipment_id
     WHERE m.retracts_id IS NULL
       AND NOT EXISTS (SELECT FROM shipments_milestone AS r WHERE r.retracts_id = m.id)
),
-- The way by its legs in force. A shipment without legs is one leg by itself.
legs AS (
    SELECT leg.shipment_id, leg.mode, leg.from_place_id, leg.to_place_id,
           leg.planned_departure_on, leg.planned_arrival_on, leg.planned_at,
           row_number() OVER way AS nth, count(*) OVER (PARTITION BY leg.shipment_id) AS of_legs,
           lead(leg.planned_departure_on) OVER way - leg.planned_arrival_on AS stays
      FROM shipments_leg AS leg
      JOIN scope ON scope.id = leg.shipment_id
     WHERE leg.replaced_at IS NULL
    WINDOW way AS (PARTITION BY leg.shipment_id ORDER BY leg.sequence)
     UNION ALL
    SELECT scope.id, scope.mode, scope.from_place_id, scope.to_place_id,
           scope.planned_departure_on, scope.planned_arrival_on, scope.logged_at, 1, 1, NULL
      FROM scope
     WHERE NOT EXISTS (SELECT FROM shipments_leg AS leg
                        WHERE leg.shipment_id = scope.id AND leg.replaced_at IS NULL)
),
-- How long each leg takes: as its lane does, else as it is planned to.
taking AS (
    SELECT legs.*, greatest(coalesce(legs.stays, 0), 0) AS stay_days, usual.basis AS lane_basis,
           coalesce(usual.days, legs.planned_arrival_on - legs.planned_departure_on) AS days
      FROM legs
      LEFT JOIN usual ON (usual.mode, usual.from_place_id, usual.to_place_id)
                       = (legs.mode, legs.from_place_id, legs.to_place_id)
),
-- What should happen, in its order: it leaves, comes to each stop and leaves it, arrives, and is
-- received. Leg n is begun by step 2n - 1 and ended by step 2n.
steps AS (
    SELECT shipment_id, 2 * nth - 1 AS step, from_place_id AS place_id,
           CASE nth WHEN 1 THEN 'departed' ELSE 'left_stop' END AS kind,
           planned_departure_on AS leg_on, planned_at
      FROM legs
     UNION ALL
    SELECT shipment_id, 2 * nth, to_place_id,
           CASE nth WHEN of_legs THEN 'arrived' ELSE 'arrived_at_stop' END,
           planned_arrival_on, planned_at
      FROM legs
     UNION ALL
    SELECT shipment_id, 2 * nth + 1, to_place_id, 'received', NULL, planned_at
      FROM legs WHERE nth = of_legs
),
-- Of several entries in one sense the one said last holds. Of an arrival anything that follows it
-- tells, if nobody has said it itself.
told AS (
    SELECT steps.shipment_id, steps.step, steps.kind, steps.place_id,
           (array_agg(l.occurs_on ORDER BY l.kind <> steps.kind, l.reported_at DESC,
                                             l.recorded_at DESC, l.id DESC)
               FILTER (WHERE l.classifier = 'actual'))[1] AS actual_on,
           (array_agg(l.occurs_on ORDER BY l.reported_at DESC, l.recorded_at DESC, l.id DESC)
               FILTER (WHERE l.classifier = 'estimated'))[1] AS estimated_on,
           (array_agg(l.source ORDER BY l.reported_at DESC, l.recorded_at DESC, l.id DESC)
               FILTER (WHERE l.classifier = 'estimated'))[1] AS estimated_by,
           max(l.reported_at) FILTER (WHERE l.classifier = 'estimated') AS estimated_at,
           CASE WHEN steps.leg_on IS NULL
                  OR max(l.reported_at) FILTER (WHERE l.classifier = 'planned') > steps.planned_at
                THEN coalesce((array_agg(l.occurs_on ORDER BY l.reported_at DESC, l.recorded_at DESC,
                                                              l.id DESC)
                                  FILTER (WHERE l.classifier = 'planned'))[1], steps.leg_on)
                ELSE steps.leg_on END AS planned_on
      FROM steps
      LEFT JOIN ledger AS l
        ON l.shipment_id = steps.shipment_id
       AND (l.kind = steps.kind
            -- No way stops at one place twice, and a plan made anew counts its legs anew.
            AND (l.kind IN ('departed', 'arrived', 'received') OR l.place_id = steps.place_id)
            OR steps.kind = 'arrived' AND l.classifier = 'actual'
           AND l.kind IN ('discharged', 'customs_released', 'received'))
     GROUP BY steps.shipment_id, steps.step, steps.kind, steps.place_id, steps.leg_on,
              steps.planned_at
),
aboard AS (
    SELECT line.id, line.shipment_id, line.quantity, o.required_on
      FROM shipments_shipmentline AS line
      JOIN scope ON scope.id = line.shipment_id
      LEFT JOIN shipments_order AS o ON o.id = line.order_id AND o.cancelled_on IS NULL
),
counted AS (
    SELECT r.line_id, sum(r.quantity) AS quantity, min(r.received_on) AS first_on,
           max(r.received_on) AS last_on, max(r.recorded_at) AS recorded_at
      FROM aboard
      JOIN shipments_receipt AS r ON r.line_id = aboard.id
     WHERE r.retracts_id IS NULL
       AND NOT EXISTS (SELECT FROM shipments_receipt AS back WHERE back.retracts_id = r.id)
     GROUP BY r.line_id
),
differing AS (
    SELECT d.line_id,
           sum(d.quantity) FILTER (WHERE d.kind IN ('shortage', 'non_delivery', 'wrong_item')) AS short,
           sum(d.quantity) FILTER (WHERE d.kind = 'overage') AS beyond
      FROM aboard
      JOIN shipments_discrepancy AS d ON d.line_id = aboard.id
     WHERE d.withdrawn_at IS NULL
     GROUP BY d.line_id
),
contents AS (
    SELECT aboard.shipment_id, sum(aboard.quantity) AS shipped, min(aboard.required_on) AS required_on,
           sum(counted.quantity) AS received, coalesce(sum(differing.short), 0) AS short,
           min(counted.first_on) AS first_on, max(counted.last_on) AS last_on,
           max(counted.recorded_at) AS recorded_at,
           bool_and(coalesce(counted.quantity, 0) + coalesce(differing.short, 0)
                    >= aboard.quantity + coalesce(differing.beyond, 0)) AS is_accounted_for
      FROM aboard
      LEFT JOIN counted ON counted.line_id = aboard.id
      LEFT JOIN differing ON differing.line_id = aboard.id
     GROUP BY aboard.shipment_id
),
-- What was heard of each: its actual milestones, and its receipts as one more.
heard AS (
    SELECT l.shipment_id, l.kind, l.occurs_on, l.reported_at AS said_at, l.recorded_at, l.id, k.nth,
           coalesce(l.place_id,
                    CASE WHEN l.kind IN ('loaded', 'departed') THEN scope.from_place_id
                         WHEN l.kind IN ('arrived', 'discharged', 'customs_released', 'received')
                         THEN scope.to_place_id END) AS place_id
      FROM ledger AS l
      JOIN scope ON scope.id = l.shipment_id
      JOIN unnest(%(kinds)s::text[]) WITH ORDINALITY AS k (kind, nth) ON k.kind = l.kind
     WHERE l.classifier = 'actual'
     UNION ALL
    SELECT c.shipment_id, 'received', c.last_on, c.recorded_at, c.recorded_at, 0,
           cardinality(%(kinds)s::text[]), scope.to_place_id
      FROM contents AS c
      JOIN scope ON scope.id = c.shipment_id
     WHERE c.received IS NOT NULL
),
happened AS (
    SELECT shipment_id, max(said_at) AS said_at,
           (array_agg(kind ORDER BY occurs_on DESC, nth DESC, said_at DESC, recorded_at DESC, id DESC))[1]
               AS last_kind,
           max(occurs_on) AS last_on,
           (array_agg(place_id ORDER BY occurs_on DESC, nth DESC, said_at DESC, recorded_at DESC, id DESC)
               FILTER (WHERE place_id IS NOT NULL))[1] AS last_place_id,
           bool_or(kind IN ('departed', 'passed', 'arrived_at_stop', 'left_stop')) AS departed,
           bool_or(kind IN ('passed', 'arrived_at_stop', 'left_stop')) AS moved,
           bool_or(kind IN ('arrived', 'discharged', 'customs_released', 'received')) AS arrived,
           bool_or(kind = 'received' AND id > 0) AS received
      FROM heard
     GROUP BY shipment_id
),
-- The last step that has been taken, and the day it was.
reached AS (
    SELECT told.shipment_id, max(told.step) FILTER (WHERE told.kind = 'arrived') AS last_step,
           greatest(max(told.step) FILTER (WHERE told.actual_on IS NOT NULL AND told.kind <> 'received'),
                    CASE WHEN bool_or(h.arrived)
                         THEN max(told.step) FILTER (WHERE told.kind = 'arrived')
                         WHEN bool_or(h.departed) THEN 1 END, 0) AS step,
           max(told.actual_on) FILTER (WHERE told.kind = 'departed') AS departed_on,
           max(told.actual_on) FILTER (WHERE told.kind = 'arrived') AS arrived_on,
           max(told.planned_on) FILTER (WHERE told.kind = 'departed') AS leaves_on,
           max(told.planned_on) FILTER (WHERE told.kind = 'arrived') AS planned_on,
           max(told.estimated_on) FILTER (WHERE told.kind = 'arrived') AS estimated_on,
           max(told.estimated_by) FILTER (WHERE told.kind = 'arrived') AS estimated_by,
           max(told.estimated_at) FILTER (WHERE told.kind = 'arrived') AS estimated_at
      FROM told
      LEFT JOIN happened AS h ON h.shipment_id = told.shipment_id
     GROUP BY told.shipment_id
),
-- What is left of the way: each leg not begun, or the one it is on, and the stays between.
rest AS (
    SELECT r.shipment_id,
           CASE WHEN bool_and(t.days IS NOT NULL) FILTER (WHERE 2 * t.nth > r.step)
                THEN sum(t.days) FILTER (WHERE 2 * t.nth > r.step)
                   + coalesce(sum(t.stay_days) FILTER (WHERE 2 * t.nth >= r.step
                                                         AND t.nth < t.of_legs), 0) END AS days,
           bool_and(t.lane_basis IS NOT NULL) FILTER (WHERE 2 * t.nth > r.step) AS by_lane,
           max(t.lane_basis) FILTER (WHERE t.of_legs = 1) AS lane_basis,
           max(t.days) FILTER (WHERE 2 * t.nth - 1 = r.step) AS leg_days,
           max(t.stay_days) FILTER (WHERE 2 * t.nth = r.step AND t.nth < t.of_legs
                                      AND t.stays IS NOT NULL) AS stay_days,
           max(t.of_legs) AS of_legs
      FROM reached AS r
      JOIN taking AS t ON t.shipment_id = r.shipment_id
     GROUP BY r.shipment_id
),
stood AS (
    SELECT scope.id AS shipment_id, scope.logged_at, limits.clearance_days, limits.last_day,
           r.step, r.last_step, r.estimated_on, r.estimated_by, r.planned_on, r.leaves_on,
           rest.days, rest.by_lane, rest.lane_basis, rest.leg_days, rest.stay_days, rest.of_legs,
           CASE WHEN scope.cancelled_at IS NOT NULL THEN 'cancelled'
                WHEN scope.closed_at IS NOT NULL THEN 'closed'
                WHEN c.is_accounted_for OR h.received AND c.received IS NULL THEN 'received'
                WHEN h.arrived THEN 'arrived'
                WHEN h.moved THEN 'in_transit'
                WHEN h.departed THEN 'departed'
                WHEN scope.released_at IS NOT NULL THEN 'released'
                WHEN scope.ready_at IS NOT NULL THEN 'ready'
                ELSE 'planned' END AS state,
           r.departed_on, least(r.arrived_on, c.first_on) AS arrived_on,
           -- A word older than what has happened since says less than what has happened.
           coalesce(r.estimated_at >= h.said_at, r.estimated_at IS NOT NULL) AS is_estimate_fresh,
           coalesce(at_step.actual_on, h.last_on) AS step_on,
           at_step.planned_on AS step_planned_on,
           h.last_kind, h.last_on, h.last_place_id,
           next.kind AS next_kind, next.planned_on AS next_planned_on,
           next.estimated_on AS next_estimated_on,
           coalesce(next.estimated_at >= h.said_at, next.estimated_at IS NOT NULL) AS is_next_fresh,
           c.required_on, coalesce(c.shipped, 0) AS shipped,
           coalesce(c.received, CASE WHEN h.received THEN c.shipped END, 0) AS received,
           coalesce(c.short, 0) AS short
      FROM scope
     CROSS JOIN limits
      JOIN reached AS r ON r.shipment_id = scope.id
      JOIN rest ON rest.shipment_id = scope.id
      LEFT JOIN contents AS c ON c.shipment_id = scope.id
      LEFT JOIN happened AS h ON h.shipment_id = scope.id
      LEFT JOIN told AS at_step ON at_step.shipment_id = scope.id AND at_step.step = r.step
      LEFT JOIN told AS next ON next.shipment_id = scope.id AND next.step = r.step + 1
),
expected AS (
    SELECT stood.*, CASE days WHEN 1 THEN 'day' ELSE 'days' END AS word,
           CASE WHEN arrived_on IS NOT NULL THEN 'arrived'
                WHEN state = 'cancelled' THEN ''
                WHEN is_estimate_fresh AND estimated_on IS NOT NULL THEN 'estimated'
                WHEN step > 0 AND step_on IS NOT NULL AND days IS NOT NULL THEN 'usual'
                WHEN step > 0 AND step_on IS NOT NULL AND planned_on >= step_planned_on THEN 'rest'
                WHEN planned_on IS NOT NULL THEN 'planned'
                WHEN step = 0 AND leaves_on IS NOT NULL AND days IS NOT NULL THEN 'leaving'
                ELSE '' END AS by_what
      FROM stood
)
SELECT shipment_id, state, logged_at, leaves_on AS planned_departure_on,
       planned_on AS planned_arrival_on, departed_on, arrived_on,
       CASE by_what WHEN 'arrived' THEN arrived_on
                    WHEN 'estimated' THEN estimated_on
                    -- What has been heard of since has not arrived earlier than that.
                    WHEN 'usual' THEN least(greatest(step_on + days::int, last_on), last_day)
                    WHEN 'rest' THEN greatest(step_on + (planned_on - step_planned_on), last_on)
                    WHEN 'planned' THEN planned_on
                    WHEN 'leaving' THEN least(leaves_on + days::int, last_day)
                    END AS expected_arrival_on,
       CASE by_what WHEN 'arrived' THEN 'its arrival'
                    WHEN 'estimated' THEN 'estimate of ' || estimated_by
                    WHEN 'usual' THEN
                        CASE step WHEN 1 THEN 'departure plus '
                                  ELSE 'last stop plus ' END
                        || CASE WHEN lane_basis IS NOT NULL THEN lane_basis
                                WHEN by_lane THEN format('%%s %%s, usual of its lanes', days, word)
                                ELSE format('%%s %%s, usual or planned of its legs', days, word) END
                    WHEN 'rest' THEN 'last milestone plus what was planned from there'
                    WHEN 'planned' THEN 'plan'
                    WHEN 'leaving' THEN 'planned departure plus '
                        || coalesce(lane_basis,
                                    format('%%s %%s, usual or planned of its legs', days, word))
                    ELSE '' END AS expected_basis,
       coalesce(last_kind, '') AS last_milestone, last_on AS last_milestone_on, last_place_id,
       CASE WHEN state IN ('received', 'closed', 'cancelled') THEN ''
            ELSE coalesce(next_kind, '') END AS next_milestone,
       CASE WHEN state IN ('received', 'closed', 'cancelled') THEN NULL
            WHEN is_next_fresh AND next_estimated_on IS NOT NULL THEN next_estimated_on
            WHEN next_planned_on IS NOT NULL THEN next_planned_on
            WHEN step = 0 THEN NULL
            WHEN step = last_step THEN least(coalesce(arrived_on, step_on) + clearance_days, last_day)
            WHEN step %% 2 = 1 THEN least(step_on + leg_days::int, last_day)
            ELSE least(step_on + coalesce(stay_days, clearance_days)::int, last_day)
            END AS next_milestone_due_on,
       required_on, shipped AS shipped_quantity, received AS received_quantity,
       short AS discrepancy_quantity
  FROM expected
