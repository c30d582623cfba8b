from __future__ import annotations

from typing import Any

from shipments.models import DueOrder, Order
from shipments.standing.recompute import recompute
from tests.factories.moments import AT
from tests.factories.orders import OrderFactory


def standing_order(**fields: Any) -> Order:
    """An order whose standing is computed, as every order that came in by a service has."""
    order = OrderFactory(**fields)
    recompute([order.pk], at=AT)
    return Order.objects.with_row().get(pk=order.pk)


def due_orders() -> set[int | None]:
    """The orders that the judging engine is asked for. None stands for every open one."""
    waiting = DueOrder.objects.filter(is_stale=False)
    return set(waiting.values_list("order_id", flat=True))


def stale_orders() -> set[int | None]:
    """The orders whose standing is to be computed again. None stands for every one."""
    waiting = DueOrder.objects.filter(is_stale=True)
    return set(waiting.values_list("order_id", flat=True))


def possible_sale(**fields: Any) -> Order:
    """What was only notified: nothing of it is ordered."""
    nothing: dict[str, Any] = {
        "possible_sale": True,
        "ordered_on": None,
        "ordered_on_precision": "",
        "acknowledged_on": None,
    }
    return standing_order(**(nothing | fields))
