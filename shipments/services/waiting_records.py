"""Records that came before their orders, applied once those are there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shipments import enqueue
from shipments.intake import milstrip
from shipments.models import Order
from shipments.standing.recompute import recompute


@transaction.atomic
def take_up(order: Order, *, at: datetime) -> int:
    """Bring an order that was just recorded up to what records have told of it already.

    In the transaction that recorded it.

    :return: how many orders were computed: it alone, or what is shipped with it too.
    """
    touched = {order.pk}
    if order.document_number:
        touched |= milstrip.for_orders([order.document_number], at=at)
    return recompute(touched, at=at)


def sweep(*, at: datetime) -> int:
    """Apply what waits all the same: an order and its record, written at once, miss each other.

    Repeatable, by any number of workers.

    :return: how many orders were computed again.
    """
    found = 0
    before: list[str] = []
    while (numbers := milstrip.overdue()) and numbers != before:
        with transaction.atomic():
            found += recompute(milstrip.for_orders(numbers, at=at), at=at)
        before = numbers
    if found:
        enqueue.judge()
    return found
