"""What saving the log form will change: where each order stands, its flags, its days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shipments.queries import log_outlook
from shipments.web.words import STATUS

if TYPE_CHECKING:
    from datetime import date

    from shipments.models import Order, User
    from shipments.services.shipments import Checked, ShipmentEntry


@dataclass(frozen=True)
class After:
    """:ivar status: what the order's standing will be called.
    :ivar flags: its live flags, which the worker will judge again.
    :ivar sooner: days by which it is then expected sooner, negative is later; None where that is
        not known.
    """

    reference: str
    status: str
    left: str
    flags: list[str]
    expected_on: date | None
    sooner: int | None


def after(checked: Checked, entry: ShipmentEntry, *, by: User) -> list[After]:
    """Nothing while a line is still wrong. One query."""
    if any(line.problems for line in checked.lines):
        return []
    taken: dict[int, int] = {}
    orders: dict[int, Order] = {}
    first_left: dict[int, int | None] = {}
    for line, typed in zip(checked.lines, entry.lines, strict=True):
        if line.order:
            orders[line.order.pk] = line.order
            first_left.setdefault(line.order.pk, line.left)
            taken[line.order.pk] = taken.get(line.order.pk, 0) + (typed.quantity or 0)
    flags = log_outlook.flags(orders.keys(), by=by)
    return [
        _after(order, entry, first_left[pk], taken[pk], flags.get(pk, []))
        for pk, order in orders.items()
    ]


def _after(
    order: Order, entry: ShipmentEntry, left: int | None, taken: int, flags: list[str]
) -> After:
    arrival = entry.arrived_on or entry.planned_arrival_on
    expected = order.standing.expected_delivery_on
    # What is left to ship keeps its own expected date.
    whole = left is not None and taken >= left
    return After(
        reference=order.reference,
        status=_status(order, entry),
        left="" if left is None else f"{max(0, left - taken):,} left to ship",
        flags=flags,
        expected_on=arrival if whole else None,
        sooner=(expected - arrival).days if whole and expected and arrival else None,
    )


def _status(order: Order, entry: ShipmentEntry) -> str:
    standing = order.standing
    if standing.received_quantity:
        return STATUS[standing.status].word
    if standing.departed_quantity or entry.departed_on:
        return STATUS["in_transit"].word
    return STATUS["shipment_logged"].word
