"""A small book to net: what is needed, what is to come, and what the coverage says of both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shipments.coverage.net import net
from shipments.models import Item, Need, Order, PullForward, Shortfall, Standing, Substitute
from tests.factories import MilestoneFactory, NeedFactory, OrderFactory, ShipmentLineFactory
from tests.factories.moments import AT, TODAY


def day(after: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=after)


def need(item: Item, quantity: int, on: int, urgency: str = "routine") -> Need:
    return NeedFactory(item=item, quantity=quantity, needed_on=day(on), urgency=urgency)


def to_come(
    item: Item, quantity: int | None, on: int | None, *, routine: bool = True, **stands: Any
) -> Order:
    """An open order of which nothing is aboard, expected that many days from today."""
    order = OrderFactory(item=item, quantity=quantity)
    fields: dict[str, Any] = {
        "status": "promised",
        "is_open": True,
        "is_routine": routine,
        "expected_delivery_on": None if on is None else day(on),
        "recomputed_at": AT,
    }
    Standing.objects.create(order=order, **(fields | stands))
    return order


def aboard(order: Order, quantity: int, on: int | None, classifier: str = "estimated") -> None:
    """Put some of an order on a shipment that arrives that many days from today."""
    line = ShipmentLineFactory(order=order, quantity=quantity)
    if on is not None:
        MilestoneFactory(
            shipment=line.shipment, kind="arrived", classifier=classifier, occurs_on=day(on)
        )
    Standing.objects.filter(order=order).update(shipped_quantity=quantity)


def stands_in(accepted: Item, for_item: Item, rank: int = 1) -> None:
    Substitute.objects.create(
        item=for_item, accepted=accepted, rank=rank, source="Receiving staff", recorded_at=AT
    )


def net_all(as_of: int = 0) -> None:
    net(None, as_of=day(as_of), at=AT)


def short(of: Need) -> tuple[int, int, int | None] | None:
    """What a need is short of: quantity, uncovered, and the day it is covered from today on."""
    row = Shortfall.objects.filter(need=of).first()
    if row is None:
        return None
    return row.quantity, row.uncovered, _after_today(row.covered_on)


def pulled(of: Need) -> list[tuple[str, int, int | None]]:
    """What would close it: order, quantity and days, in the order in which they were made."""
    rows = PullForward.objects.filter(need=of).select_related("order").order_by("order_id")
    return [(row.order.reference, row.quantity, row.days) for row in rows]


def everything() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """All that the coverage says, but when it said it."""
    return (
        list(
            Shortfall.objects.order_by("need_id").values_list(
                "need_id", "item_id", "quantity", "uncovered", "covered_on"
            )
        ),
        list(
            PullForward.objects.order_by("need_id", "order_id").values_list(
                "need_id", "order_id", "quantity", "expected_on", "needed_on", "days",
                "is_substitute",
            )
        ),
    )  # fmt: skip


def _after_today(on: date | None) -> int | None:
    return None if on is None else (on - TODAY).days
