"""What promises that a file brought do to the case files of their orders."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from shipments.models import Expedite, Order, Promise, User
from shipments.services import commitments


def commit(order_ids: Collection[int], *, batch_id: int, by: User | None, at: datetime) -> int:
    """Let open case files wait for what a file promised, as for a promise made on a page.

    Only for what was said last of an order: a promise from before the one that stands changes
    nothing. To be called in the transaction that applies the file. Two queries where nobody has
    any of the orders in hand or nothing was promised of them.

    :return: how many case files wait for it now.
    """
    in_hand = set(Expedite.objects.open().values_list("order_id", flat=True))
    promised = _said_last(in_hand.intersection(order_ids), batch_id=batch_id)
    # In the order of their keys, as whoever else locks several does, so that none wait in a ring.
    orders = Order.objects.filter(pk__in=promised).order_by("pk").select_for_update(no_key=True)
    for order in orders:
        commitments.commit(order, promised[order.pk], at=at, by=by)
    return len(promised)


def _said_last(order_ids: Collection[int], *, batch_id: int) -> dict[int, list[Promise]]:
    """The parts of the last answer of each order that this file promised something of."""
    answers: dict[int, list[Promise]] = {}
    for promise in Promise.objects.filter(order__in=order_ids).oldest_first():
        before = answers.get(promise.order_id)
        if before and before[-1].said_at == promise.said_at:
            before.append(promise)
        else:
            answers[promise.order_id] = [promise]
    return {
        order_id: parts
        for order_id, parts in answers.items()
        if any(each.batch_id == batch_id for each in parts)
    }
