"""What promises that a file brought do to the case files of their orders."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from shipments.models import Expedite, Order, Promise, User
from shipments.services import commitments


def commit(order_ids: Collection[int], *, batch_id: int, by: User | None, at: datetime) -> int:
    """Let open case files wait for what a file promised, as for a promise made on a page.

    Only for what was said last of an order, and since the day its case file was opened: a file
    that comes late ends as if it had come in time. To be called in the transaction that applies
    the file; repeatable. Two queries where nothing was promised of orders in hand.

    :return: how many case files began to wait for it.
    """
    asked = set(order_ids)
    files = {each.order_id: each for each in Expedite.objects.open() if each.order_id in asked}
    promised = {
        order_id: parts
        for order_id, parts in _said_last(files.keys()).items()
        if any(each.batch_id == batch_id for each in parts) and _answers(parts, files[order_id])
    }
    # In the order of their keys, as whoever else locks several does, so that none wait in a ring.
    orders = Order.objects.filter(pk__in=promised).order_by("pk").select_for_update(no_key=True)
    for order in orders:
        commitments.commit(order, promised[order.pk], at=at, by=by)
    return len(promised)


def _said_last(order_ids: Collection[int]) -> dict[int, list[Promise]]:
    """The parts of the last answer of each order."""
    answers: dict[int, list[Promise]] = {}
    for promise in Promise.objects.filter(order__in=order_ids).oldest_first():
        before = answers.get(promise.order_id)
        if before and before[-1].said_at == promise.said_at:
            before.append(promise)
        else:
            answers[promise.order_id] = [promise]
    return answers


def _answers(parts: list[Promise], file: Expedite) -> bool:
    """Whether it is an answer to the case file, and one that it does not wait for already."""
    if file.commitment_id in {each.pk for each in parts}:
        return False
    return parts[-1].said_at.astimezone(UTC).date() >= file.opened_at.astimezone(UTC).date()
