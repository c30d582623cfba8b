"""The case files of an exercise: orders in somebody's hands, in every state, and closed ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from shipments.intake.exercise import closed_files, open_files, past_flags
from shipments.intake.exercise.drafts import Desk, Draft
from shipments.intake.exercise.orders import BATCH, Lived
from shipments.intake.exercise.people import People
from shipments.models import (
    Expedite,
    ExpediteAction,
    Flag,
    OutboxMessage,
    OutboxOrder,
    Proposal,
    Standing,
)

# Of so many orders of the book one is in somebody's hands, and one was and is closed.
_OPEN_ONE_IN, _CLOSED_ONE_IN = 150, 80
_LOOK_BACK = timedelta(days=330)


@dataclass(frozen=True, slots=True)
class Opened:
    """:ivar about: the orders of the open files, which are to be judged with their mail."""

    files: int
    about: set[int]


def save(lived: Sequence[Lived], people: People, *, seed: int, as_of: date) -> Opened:
    """Open files for some of the flagged orders, and make up those of the months before.

    The orders must have been judged. Their flags are dated back to when they first held.
    """
    desk = Desk(people, Random(f"{seed}/files"), as_of)
    past_flags.date_back(as_of=as_of)
    flags: dict[int, list[Flag]] = defaultdict(list)
    for flag in Flag.objects.live().select_related("policy").weightiest_first():
        flags[flag.order_id].append(flag)
    flagged = [each for each in lived if each.order.pk in flags]
    wanted = min(len(flagged), max(8, len(lived) // _OPEN_ONE_IN))
    opened = open_files.draft(desk.draw.sample(flagged, wanted), desk, flags=flags)
    arrived = _arrived(as_of)
    settled = [each for each in lived if each.order.pk in arrived]
    wanted = min(len(settled), max(12, len(lived) // _CLOSED_ONE_IN))
    closed = closed_files.draft(
        desk.draw.sample(settled, wanted), desk, first=len(opened), arrived=arrived
    )
    _write([*opened, *closed])
    past_flags.save(settled, closed, desk)
    return Opened(len(opened) + len(closed), {each.lived.order.pk for each in opened})


def _arrived(as_of: date) -> dict[int, date]:
    """By order that has all come, the day of it: of those that came within the last months.

    Not those that a hold covers: no step is written in their files, by whatever day.
    """
    received = Standing.objects.filter(
        status="received", is_held=False, expected_delivery_on__gt=as_of - _LOOK_BACK
    )
    days = received.values_list("order_id", "expected_delivery_on")
    return {order_id: day for order_id, day in days if day}


def _write(drafts: Sequence[Draft]) -> None:
    OutboxMessage.objects.bulk_create(
        (message for each in drafts for message in each.messages), batch_size=BATCH
    )
    OutboxOrder.objects.bulk_create(
        (
            OutboxOrder(message=message, order=each.lived.order)
            for each in drafts
            for message in each.messages
        ),
        batch_size=BATCH,
    )
    Expedite.objects.bulk_create((each.file for each in drafts), batch_size=BATCH)
    ExpediteAction.objects.bulk_create(
        sorted((action for each in drafts for action in each.actions), key=lambda done: done.at),
        batch_size=BATCH,
    )
    Proposal.objects.bulk_create(each.proposal for each in drafts if each.proposal)
