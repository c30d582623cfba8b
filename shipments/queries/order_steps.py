"""The way of one order from a possible sale to receipt, as its page draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shipments.models import Order


@dataclass(frozen=True)
class Step:
    """One stage.

    :ivar state: done, half (part of the quantity), now (where a possible sale stands), or
        empty for what is still to come.
    :ivar on: when, at ``precision``; None where no day is known.
    :ivar note: what else there is to say, such as a part quantity.
    """

    label: str
    state: str
    on: date | None = None
    precision: str = "day"
    note: str = ""


def steps(order: Order) -> list[Step]:
    """Nothing is done on a possible sale but the notice itself."""
    standing = order.standing
    notified = order.notification
    first = []
    if order.possible_sale or notified:
        first = [
            Step(
                "Possible sale",
                "now" if order.possible_sale else "done",
                notified.notified_on if notified else None,
                (notified.notified_on_precision if notified else "") or "day",
                "" if notified else "not an order",
            )
        ]
    return [
        *first,
        _ordered(order),
        _on_contract(order),
        Step("Promised", _done(standing.promised_ship_on), standing.promised_ship_on),
        _part(order, "Shipment logged", standing.shipped_quantity),
        _part(order, "In transit", standing.departed_quantity),
        _part(order, "Received", standing.received_quantity),
    ]


def _ordered(order: Order) -> Step:
    if order.possible_sale:
        return Step("Ordered", "")
    note = "" if order.ordered_on else "day not given"
    return Step("Ordered", "done", order.ordered_on, order.ordered_on_precision or "day", note)


def _on_contract(order: Order) -> Step:
    contract = order.contract
    if contract is None:
        return Step("On contract", "")
    note = "" if contract.announced_on else "day not given"
    precision = contract.announced_on_precision or "day"
    return Step("On contract", "done", contract.announced_on, precision, note)


def _part(order: Order, label: str, quantity: int) -> Step:
    if quantity == 0:
        return Step(label, "")
    if order.quantity is None:
        return Step(label, "half", note=f"{quantity:,}, of a number not published")
    if quantity >= order.quantity:
        return Step(label, "done", note=f"all {order.quantity:,}")
    return Step(label, "half", note=f"{quantity:,} of {order.quantity:,}")


def _done(day: date | None) -> str:
    return "done" if day else ""
