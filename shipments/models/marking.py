"""Triggers that put on a list of work what a change has to do with, by whatever path it came.

Each looks at all rows that a statement wrote at once. ``touched`` in its SQL stands for those
rows; of an update, for the ones that changed, as they were and as they are.
"""

from __future__ import annotations

import pgtrigger

_INSERTED = "SELECT * FROM written"
_DELETED = "SELECT * FROM was_there"
_UPDATED = """
    SELECT n.* FROM written AS n JOIN was_there AS o USING (id) WHERE n.* IS DISTINCT FROM o.*
     UNION ALL
    SELECT o.* FROM written AS n JOIN was_there AS o USING (id) WHERE n.* IS DISTINCT FROM o.*
"""
# What only open orders need to be looked at for.
_OPEN = "JOIN shipments_standing AS st ON st.order_id = o.id AND st.is_open"

# Orders that go by one of ``lanes`` (mode, from_place_id, to_place_id), planned or aboard, the
# whole way or one leg of it.
_ON_LANES = f"""
SELECT o.id
  FROM lanes
  JOIN shipments_lane AS l ON (l.mode, l.from_place_id, l.to_place_id)
                            = (lanes.mode, lanes.from_place_id, lanes.to_place_id)
  JOIN shipments_order AS o ON o.lane_id = l.id
  {_OPEN}
 UNION ALL
SELECT line.order_id
  FROM lanes
  JOIN shipments_shipment AS s ON (s.mode, s.from_place_id, s.to_place_id)
                                = (lanes.mode, lanes.from_place_id, lanes.to_place_id)
                              AND s.cancelled_at IS NULL
  JOIN shipments_shipmentline AS line ON line.shipment_id = s.id
 UNION ALL
SELECT line.order_id
  FROM lanes
  JOIN shipments_leg AS leg ON (leg.mode, leg.from_place_id, leg.to_place_id)
                             = (lanes.mode, lanes.from_place_id, lanes.to_place_id)
                           AND leg.replaced_at IS NULL
  JOIN shipments_shipmentline AS line ON line.shipment_id = leg.shipment_id
"""

ITSELF = "SELECT id FROM touched"
ITS_ORDER = "SELECT order_id FROM touched"
ABOARD = """
SELECT line.order_id FROM touched JOIN shipments_shipmentline AS line ON line.shipment_id = touched.id
"""
# Of a line: what stays aboard stands otherwise with another load, too.
ABOARD_WITH_IT = """
SELECT order_id FROM touched
 UNION ALL
SELECT line.order_id
  FROM touched JOIN shipments_shipmentline AS line ON line.shipment_id = touched.shipment_id
"""
OF_ITS_LINE = """
SELECT line.order_id
  FROM touched JOIN shipments_shipmentline AS line ON line.id = touched.line_id
"""
ABOARD_WITH_ITS_LINE = """
SELECT other.order_id
  FROM touched
  JOIN shipments_shipmentline AS line ON line.id = touched.line_id
  JOIN shipments_shipmentline AS other ON other.shipment_id = line.shipment_id
"""
ABOARD_ITS_SHIPMENT = """
SELECT line.order_id
  FROM touched JOIN shipments_shipmentline AS line ON line.shipment_id = touched.shipment_id
"""
OF_ITS_CONTRACT = "SELECT o.id FROM touched JOIN shipments_order AS o ON o.contract_id = touched.id"
ROUTINE_OF_ITS_ITEM = f"""
SELECT o.id
  FROM touched JOIN shipments_order AS o ON o.item_id = touched.item_id {_OPEN} AND st.is_routine
"""
ON_ITS_LANE = f"""
SELECT * FROM (
WITH lanes AS (SELECT DISTINCT mode, from_place_id, to_place_id FROM touched)
{_ON_LANES}) AS going
"""
DISRUPTED = f"""
SELECT * FROM (
WITH lanes AS (
    SELECT l.mode, l.from_place_id, l.to_place_id
      FROM touched JOIN shipments_lane AS l ON l.id = touched.lane_id
     UNION
    SELECT l.mode, l.from_place_id, l.to_place_id
      FROM touched
      JOIN shipments_lane AS l ON touched.place_id IN (l.from_place_id, l.to_place_id)
     UNION
    SELECT l.mode, l.from_place_id, l.to_place_id
      FROM touched
      JOIN shipments_lane_passes AS p ON p.place_id = touched.place_id
      JOIN shipments_lane AS l ON l.id = p.lane_id
     UNION
    SELECT s.mode, s.from_place_id, s.to_place_id
      FROM touched
      JOIN shipments_shipment AS s ON touched.place_id IN (s.from_place_id, s.to_place_id)
)
{_ON_LANES}) AS going
 UNION ALL
SELECT line.order_id
  FROM (SELECT l.shipment_id
          FROM touched
          JOIN shipments_leg AS l ON l.from_place_id = touched.place_id AND l.replaced_at IS NULL
         UNION
        SELECT l.shipment_id
          FROM touched
          JOIN shipments_leg AS l ON l.to_place_id = touched.place_id AND l.replaced_at IS NULL
         UNION
        SELECT l.shipment_id
          FROM touched
          JOIN shipments_leg_passes AS p ON p.place_id = touched.place_id
          JOIN shipments_leg AS l ON l.id = p.leg_id AND l.replaced_at IS NULL
         UNION
        SELECT l.shipment_id
          FROM touched
          JOIN shipments_lane AS lane ON lane.id = touched.lane_id
          JOIN shipments_leg AS l ON l.from_place_id = lane.from_place_id
                                 AND l.to_place_id = lane.to_place_id
                                 AND l.mode = lane.mode AND l.replaced_at IS NULL
         UNION
        SELECT l.shipment_id
          FROM touched
          JOIN shipments_lane_passes AS p ON p.place_id = touched.place_id
          JOIN shipments_lane AS lane ON lane.id = p.lane_id
          JOIN shipments_leg AS l ON l.from_place_id = lane.from_place_id
                                 AND l.to_place_id = lane.to_place_id
                                 AND l.mode = lane.mode AND l.replaced_at IS NULL) AS way
  JOIN shipments_shipmentline AS line ON line.shipment_id = way.shipment_id
"""
# What a hold covers is said by the view shipments_heldorder, of holds in place. This is
# the same of one that was released as well.
COVERED = """
SELECT order_id FROM touched WHERE order_id IS NOT NULL
 UNION ALL
SELECT o.id FROM touched JOIN shipments_order AS o ON o.case_id = touched.case_id
 UNION ALL
SELECT o.id
  FROM touched
  JOIN shipments_contract AS c ON c.case_id = touched.case_id
  JOIN shipments_order AS o ON o.contract_id = c.id
 UNION ALL
SELECT o.id FROM touched JOIN shipments_order AS o ON o.contract_id = touched.contract_id
 UNION ALL
SELECT o.id FROM touched JOIN shipments_order AS o ON o.item_id = touched.item_id
 UNION ALL
SELECT o.id FROM touched JOIN shipments_order AS o ON o.contractor_id = touched.contractor_id
 UNION ALL
SELECT o.id
  FROM touched
  JOIN shipments_contract AS c ON c.contractor_id = touched.contractor_id
  JOIN shipments_order AS o ON o.contract_id = c.id
 UNION ALL
SELECT line.order_id
  FROM touched
  JOIN shipments_shipment AS s ON touched.place_id IN (s.from_place_id, s.to_place_id)
  JOIN shipments_shipmentline AS line ON line.shipment_id = s.id
 UNION ALL
SELECT o.id
  FROM touched
  JOIN shipments_lane AS l ON touched.place_id IN (l.from_place_id, l.to_place_id)
  JOIN shipments_order AS o ON o.lane_id = l.id
 UNION ALL
SELECT o.id
  FROM touched
  JOIN shipments_lane_passes AS p ON p.place_id = touched.place_id
  JOIN shipments_order AS o ON o.lane_id = p.lane_id
"""
OF_ITS_MAIL = """
SELECT about.order_id
  FROM touched JOIN shipments_outboxorder AS about ON about.message_id = touched.id
"""
OF_ITS_LEG = """
SELECT line.order_id
  FROM touched
  JOIN shipments_leg AS l ON l.id = touched.leg_id
  JOIN shipments_shipmentline AS line ON line.shipment_id = l.shipment_id
"""
BY_ITS_LANE = "SELECT o.id FROM touched JOIN shipments_order AS o ON o.lane_id = touched.lane_id"


# Of a new policy: every order, and stale where one of these limits is another one.
EXPECTED_BY = (
    "transit_planning_days",
    "clearance_planning_days",
    "promises_to_correct",
    "shipments_for_median",
)


def all_again() -> pgtrigger.Trigger:
    """Every order, to be judged by the limits of a new version."""
    keys = ", ".join(f"'{key}'" for key in EXPECTED_BY)
    return pgtrigger.Trigger(
        name="all_are_judged_again",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func=f"""
        INSERT INTO shipments_dueorder (order_id, is_stale, marked_at)
        SELECT NULL, coalesce(bool_or(NEW.limits -> key IS DISTINCT FROM before.limits -> key),
                              true), now()
          FROM unnest(ARRAY[{keys}]) AS key
          JOIN shipments_policy AS before ON before.version = NEW.version - 1;
        RETURN NULL;
        """,
    )


def judged_again(orders: str, *operations: pgtrigger.Operation) -> list[pgtrigger.Trigger]:
    """Orders of which a rule now reads something else."""
    return [_marks("is_judged_again", orders, each, stale="false") for each in operations]


def computed_again(orders: str, *operations: pgtrigger.Operation) -> list[pgtrigger.Trigger]:
    """Orders that may now stand otherwise. Computing them asks for judging them, too."""
    return [_marks("is_computed_again", orders, each, stale="true") for each in operations]


def netted_again(items: str, *operations: pgtrigger.Operation) -> list[pgtrigger.Trigger]:
    """Items of which something else is now needed."""
    return [
        _trigger(
            "is_netted_again",
            each,
            "INSERT INTO shipments_dueitem (item_id, marked_at) SELECT DISTINCT due.*, now()",
            items,
        )
        for each in operations
    ]


def _marks(
    name: str, orders: str, operation: pgtrigger.Operation, *, stale: str
) -> pgtrigger.Trigger:
    into = (
        "INSERT INTO shipments_dueorder (order_id, is_stale, marked_at) "
        f"SELECT DISTINCT due.*, {stale}, now()"
    )
    return _trigger(name, operation, into, orders)


def _trigger(name: str, operation: pgtrigger.Operation, into: str, which: str) -> pgtrigger.Trigger:
    rows, tables = {
        "INSERT": (_INSERTED, {"new": "written"}),
        "UPDATE": (_UPDATED, {"new": "written", "old": "was_there"}),
        "DELETE": (_DELETED, {"old": "was_there"}),
    }[str(operation)]
    return pgtrigger.Trigger(
        name=f"{name}_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=f"{into} FROM (WITH touched AS ({rows}) {which}) AS due; RETURN NULL;",
    )
