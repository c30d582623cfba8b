"""Recording what the receiver needs."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction

from shipments import enqueue
from shipments.domain.priorities import Urgency
from shipments.domain.roles import Right
from shipments.models import Item, Need, Order, User
from shipments.services import days, refusal, sent_twice, stated
from shipments.services.refusal import Problem
from shipments.standing.recompute import recompute


def record(
    *,
    item: str,
    quantity: int | None,
    needed_on: date | None,
    urgency: str,
    stated_by: str,
    by: User,
    at: datetime,
    reference: str = "",
    stated_on: date | None = None,
    note: str = "",
) -> Need:
    """Record a need. The orders of its item are judged again.

    The very same sent again within a minute is the need that is there.

    :param item: its name; a new one is added to the items.
    :param quantity: in the item's unit.
    :raises NotAllowed: no right to record needs.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.RECORD_NEED)
    problems = []
    if not item.strip():
        problems.append(Problem("item", "Enter what is needed.", "required"))
    if quantity is None or quantity <= 0:
        message = "Enter a quantity, a whole number of 1 or more."
        problems.append(Problem("quantity", message, "required"))
    if needed_on is None:
        problems.append(Problem("needed_on", "Enter the day it is needed by.", "required"))
    problems += days.out_of_reach(at=at, needed_on=needed_on, stated_on=stated_on)
    if urgency not in list(Urgency):
        message = f"Choose an urgency: {', '.join(Urgency)}."
        problems.append(Problem("urgency", message, "unknown_urgency"))
    if not stated_by.strip():
        problems.append(Problem("stated_by", "Enter who stated it.", "required"))
    if problems or quantity is None or needed_on is None:
        raise refusal.Refused(problems)
    with transaction.atomic():
        known, _ = Item.objects.get_or_create(name=item.strip())
        Item.objects.select_for_update(no_key=True).get(pk=known.pk)
        facts = {
            "item": known,
            "quantity": quantity,
            "needed_on": needed_on,
            "urgency": urgency,
            "reference": reference.strip(),
            "stated_by": stated_by.strip(),
            "stated_on": stated_on or at.astimezone(UTC).date(),
            "note": note,
            "recorded_by": by,
        }
        if twin := sent_twice.twin(Need.objects.all(), at=at, **facts):
            return twin
        need = Need.objects.create(recorded_at=at, **facts)
        _judge_again(known.pk, at=at)
    return need


def close(*, need_id: int, on: date, by: User, at: datetime) -> Need:
    """Close a need that was met or withdrawn.

    :raises Need.DoesNotExist: no such need.
    :raises Refused: closed before.
    """
    refusal.require(by, Right.RECORD_NEED)
    with transaction.atomic():
        need = Need.objects.select_for_update(no_key=True, of=("self",)).get(pk=need_id)
        if need.closed_on:
            raise refusal.refuse("", "It is closed already.", "closed")
        stated.said(need, {"closed_on": on}, at=at)
        need.closed_on = on
        need.save(update_fields=["closed_on"])
        _judge_again(need.item_id, at=at)
    return need


def _judge_again(item_id: int, *, at: datetime) -> None:
    recompute(set(Order.objects.filter(item_id=item_id).values_list("pk", flat=True)), at=at)
    enqueue.judge()
