from __future__ import annotations

from typing import Any

from shipments.models import HotOrder, Order
from tests.factories.flags import FlagFactory
from tests.factories.standings import standing_order


def flagged_order(points: int = 20, **fields: Any) -> Order:
    """An order with one live flag of these points, as the engine leaves it."""
    order = standing_order(**fields)
    FlagFactory(order=order, points=points)
    heat(order, points)
    return Order.objects.with_row().get(pk=order.pk)


def heat(order: Order, score: int) -> None:
    """Put an order on the hot list, as the engine does beside its flags."""
    HotOrder.objects.create(
        order=order, score=score, kind="speed_up", required_on=order.required_on
    )
