"""Small books of orders for the rules' tests, and one pass over them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from shipments.models import Flag, Order
from shipments.services import judging
from shipments.standing.recompute import recompute
from tests.factories import OrderFactory, PromiseFactory
from tests.factories.moments import AT, TODAY


def quiet(*, urgent: bool = False, promised: bool = True, **fields: Any) -> Order:
    """An order that no rule flags, but for what the test gives it.

    Ordered 1 October, acknowledged 5 October, promised yesterday for 15 January, expected on
    14 February, required on 1 March.
    """
    if urgent:
        fields.setdefault("priority_designator", 3)
    fields.setdefault("first_required_on", fields.get("required_on", date(2027, 3, 1)))
    order = OrderFactory(**fields)
    if promised:
        PromiseFactory(order=order)
    recompute([order.pk], at=AT)
    return order


def judge(*, as_of: date = TODAY, full: bool = False) -> judging.Counts:
    return judging.run(as_of=as_of, at=datetime.combine(as_of, time(12), UTC), full=full)


def score(order: Order) -> int:
    """What the hot list ranks it by; 0 where it is not on it."""
    return Order.objects.with_row().get(pk=order.pk).score


def reasons(order: Order) -> set[str]:
    """The order's live flags."""
    return set(Flag.objects.live().filter(order=order).values_list("reason", flat=True))


def flag(order: Order, reason: str) -> Flag:
    return Flag.objects.live().get(order=order, reason=reason)
