"""What a disruption lies in the way of: shipments and orders, counted and listed set-wise."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection

from shipments.domain.csv_safety import safe_cell
from shipments.domain.milestones import MilestoneKind, label

if TYPE_CHECKING:
    from shipments.models import User

SHOWN = 50
_COMMON = Path(__file__).with_suffix(".sql").read_text()
_COUNTS = """
SELECT d.id,
       (SELECT count(*) FROM affected AS a WHERE a.disruption_id = d.id AND NOT a.is_past),
       (SELECT count(*) FROM affected AS a WHERE a.disruption_id = d.id AND a.is_past),
       (SELECT count(DISTINCT line.order_id)
          FROM affected AS a
          JOIN shipments_shipmentline AS line ON line.shipment_id = a.shipment_id
          JOIN shipments_order AS o ON o.id = line.order_id
         WHERE a.disruption_id = d.id AND NOT a.is_past AND o.cancelled_on IS NULL
           AND (%(contractor)s::bigint IS NULL OR o.contractor_id = %(contractor)s::bigint)),
       (SELECT count(*) FROM planned AS p WHERE p.disruption_id = d.id)
  FROM unnest(%(disruptions)s::bigint[]) AS d (id)
"""
_SHIPMENTS = """
SELECT sh.id, sh.tcn, sh.mode, leaves.name, arrives.name, a.is_past,
       aboard.required_on, aboard.orders,
       coalesce(st.expected_arrival_on, sh.planned_arrival_on), heard.kind, heard.place,
       heard.occurs_on
  FROM affected AS a
  JOIN shipments_shipment AS sh ON sh.id = a.shipment_id
  JOIN shipments_place AS leaves ON leaves.id = sh.from_place_id
  JOIN shipments_place AS arrives ON arrives.id = sh.to_place_id
  LEFT JOIN shipments_shipmentstanding AS st ON st.shipment_id = sh.id
  LEFT JOIN LATERAL (
       SELECT min(o.required_on) AS required_on, count(DISTINCT o.id) AS orders
         FROM shipments_shipmentline AS line
         JOIN shipments_order AS o ON o.id = line.order_id
        WHERE line.shipment_id = sh.id AND o.cancelled_on IS NULL
          AND (%(contractor)s::bigint IS NULL OR o.contractor_id = %(contractor)s::bigint)
       ) AS aboard ON true
  LEFT JOIN LATERAL (
       SELECT m.kind, m.occurs_on, place.name AS place
         FROM shipments_milestone AS m
         LEFT JOIN shipments_place AS place ON place.id = m.place_id
        WHERE m.shipment_id = sh.id AND m.classifier = 'actual' AND m.retracts_id IS NULL
          AND NOT EXISTS (SELECT FROM shipments_milestone AS r WHERE r.retracts_id = m.id)
        ORDER BY m.occurs_on DESC, m.reported_at DESC, m.id DESC LIMIT 1) AS heard ON true
 ORDER BY a.is_past, aboard.required_on NULLS LAST, sh.id
 LIMIT %(most)s
"""
_ORDERS = """
SELECT o.reference, item.name, o.required_on, o.required_on_precision, st.expected_delivery_on,
       lane_from.name, lane_to.name
  FROM planned AS p
  JOIN shipments_order AS o ON o.id = p.order_id
  JOIN shipments_item AS item ON item.id = o.item_id
  JOIN shipments_standing AS st ON st.order_id = o.id
  JOIN shipments_lane AS lane ON lane.id = o.lane_id
  JOIN shipments_place AS lane_from ON lane_from.id = lane.from_place_id
  JOIN shipments_place AS lane_to ON lane_to.id = lane.to_place_id
 ORDER BY o.required_on NULLS LAST, o.id
 LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """:ivar shipments: with it still ahead of them.
    :ivar past: on their way, with it behind them.
    :ivar aboard: orders aboard the former.
    :ivar planned: orders with something left to ship that way.
    """

    shipments: int = 0
    past: int = 0
    aboard: int = 0
    planned: int = 0

    @property
    def orders(self) -> int:
        """An order partly aboard and partly to be shipped is in both counts."""
        return self.aboard + self.planned


@dataclass(frozen=True, slots=True)
class AffectedShipment:
    """:ivar required_on: the soonest required date aboard.
    :ivar slack: days from the expected arrival to it; negative is late.
    :ivar heard: the last thing that happened to it, in words; empty where nothing has.
    """

    shipment_id: int
    tcn: str
    mode: str
    from_name: str
    to_name: str
    is_past: bool
    required_on: date | None
    orders: int
    arrives_on: date | None
    heard: str
    heard_on: date | None

    @property
    def slack(self) -> int | None:
        if self.required_on is None or self.arrives_on is None:
            return None
        return (self.required_on - self.arrives_on).days


@dataclass(frozen=True, slots=True)
class AffectedOrder:
    """An order with something left to ship by a disrupted lane."""

    reference: str
    item: str
    required_on: date | None
    required_on_precision: str
    expected_on: date | None
    from_name: str
    to_name: str


SHIPMENT_HEADINGS = [
    "TCN", "Mode", "From", "To", "Already past it", "Orders aboard", "Soonest required",
    "Expected arrival", "Last heard", "On",
]  # fmt: skip
ORDER_HEADINGS = ["Reference", "Item", "Required", "Expected delivery", "From", "To"]


def counts(disruptions: Collection[int], *, by: User, on: date) -> dict[int, Counts]:
    """Of several disruptions, each as if it held. One query, however many."""
    if not disruptions:
        return {}
    rows = _rows(_COUNTS, disruptions, by=by, on=on)
    return {row[0]: Counts(*row[1:]) for row in rows}


def shipments(
    disruption: int, *, by: User, on: date, most: int | None = SHOWN
) -> list[AffectedShipment]:
    """The soonest required first, those that are past it last. One query.

    :param most: how many; None for all.
    """
    return [_shipment(row) for row in _rows(_SHIPMENTS, [disruption], by=by, on=on, most=most)]


def orders(disruption: int, *, by: User, on: date, most: int | None = SHOWN) -> list[AffectedOrder]:
    """Orders planned to go that way, the soonest required first. One query."""
    rows = _rows(_ORDERS, [disruption], by=by, on=on, most=most)
    return [AffectedOrder(*row) for row in rows]


def shipment_lines(disruption: int, *, by: User, on: date) -> Iterator[list[str]]:
    """Every affected shipment as cells of a file."""
    for each in shipments(disruption, by=by, on=on, most=None):
        cells = [
            each.tcn, each.mode, each.from_name, each.to_name, "yes" if each.is_past else "no",
            str(each.orders), _day(each.required_on), _day(each.arrives_on), each.heard,
            _day(each.heard_on),
        ]  # fmt: skip
        yield [safe_cell(cell) for cell in cells]


def order_lines(disruption: int, *, by: User, on: date) -> Iterator[list[str]]:
    """Every order planned that way as cells of a file."""
    for each in orders(disruption, by=by, on=on, most=None):
        cells = [
            each.reference, each.item, _day(each.required_on), _day(each.expected_on),
            each.from_name, each.to_name,
        ]  # fmt: skip
        yield [safe_cell(cell) for cell in cells]


def _shipment(row: tuple[Any, ...]) -> AffectedShipment:
    kind, place, occurs_on = row[9:]
    heard = " ".join(filter(None, [label(MilestoneKind(kind)), place])) if kind else ""
    known: list[Any] = [*row[:9], heard, occurs_on]
    return AffectedShipment(*known)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _rows(
    what: str, disruptions: Collection[int], *, by: User, on: date, most: int | None = None
) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "disruptions": list(disruptions),
        "on_day": on,
        "contractor": by.own_contractor_id if by.is_contractors else None,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMMON + what, values)
        return list(cursor.fetchall())
