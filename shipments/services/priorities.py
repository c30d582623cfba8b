"""Raising an order's priority or urgency: an event, with who and why."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shipments import enqueue
from shipments.domain.priorities import Urgency
from shipments.models import Expedite, ExpediteAction, Order, PriorityChange, User
from shipments.models.choices import ActionKind
from shipments.services import case_file, held, refusal, sent_twice, stated
from shipments.services.refusal import Problem
from shipments.standing.recompute import recompute

# A designator follows from the activity's standing and the urgency of its need, and from
# nothing else. Source: docs/sources.md, "Chasing".
_NAMES_A_CHANGE = re.compile(
    r"\b(FAD|UND|force[ /]activity designator|urgency of need)\b", re.IGNORECASE
)
_RANK = list(Urgency)


def raise_(
    *,
    reference: str,
    reason: str,
    by: User,
    at: datetime,
    designator: int | None = None,
    urgency: str | None = None,
    call: UUID | None = None,
) -> PriorityChange:
    """Raise an order's priority designator, its urgency, or both. What is left out stays.

    The order's row is locked, so that each change knows what stood before it. Its standing
    follows, and it is judged again. Where somebody has it in hand, the file tells of it.

    :param designator: lower than the one that stands; 01 goes first.
    :param reason: for a designator it must name what changed, the FAD or the UND.
    :raises Order.DoesNotExist: no such order that the person may see.
    :raises NotAllowed: no right to expedite.
    :raises Held: a hold covers the order.
    :raises Refused: with every problem there is.
    """
    case_file.require_expeditor(by)
    with transaction.atomic():
        (order,) = case_file.locked_orders([reference], by=by)
        reason, urgency = reason.strip(), urgency or None
        if twin := _twin(order, designator, urgency, reason, by=by, at=at):
            return twin
        held.refuse([order])
        problems = [
            *_about_order(order),
            *_about_priority(order, designator, urgency),
            *_about_reason(reason, names_a_change=designator is not None),
        ]
        if problems:
            raise refusal.Refused(problems)
        return write(
            order, designator=designator, urgency=urgency, reason=reason, by=by, at=at, call=call
        )


def write(
    order: Order,
    *,
    designator: int | None,
    urgency: str | None,
    reason: str,
    by: User,
    at: datetime,
    call: UUID | None,
    in_file: bool = True,
) -> PriorityChange:
    """Write a raise that was checked, of an order whose row is locked.

    :param in_file: add an action to the order's open file, if it has one.
    """
    change = PriorityChange.objects.create(
        order=order,
        designator_before=order.priority_designator,
        designator_after=designator or order.priority_designator,
        urgency_before=order.urgency,
        urgency_after=urgency or order.urgency,
        reason=reason,
        at=at,
        by=by,
    )
    given = {"priority_designator": designator, "urgency": urgency}
    stated.said(order, {name: value for name, value in given.items() if value is not None}, at=at)
    order.priority_designator, order.urgency = change.designator_after, change.urgency_after
    order.save(update_fields=["priority_designator", "urgency"])
    if in_file:
        _tell_file(order, change, call=call)
    recompute([order.pk], at=at)
    enqueue.judge()
    return change


def problems(order: Order, *, designator: int | None, reason: str) -> list[Problem]:
    """Everything in the way of raising an order's designator, by field."""
    return [
        *_about_order(order),
        *_about_priority(order, designator, None),
        *_about_reason(reason.strip(), names_a_change=True),
    ]


def in_words(change: PriorityChange) -> str:
    """Say what was raised from what to what, without the reason."""
    said = []
    if change.designator_after != change.designator_before:
        before = change.designator_before
        was = "none" if before is None else f"{before:02d}"
        said.append(f"Priority designator from {was} to {change.designator_after:02d}")
    if change.urgency_after != change.urgency_before:
        said.append(f"Urgency from {change.urgency_before} to {change.urgency_after}")
    return "; ".join(said)


def _twin(
    order: Order,
    designator: int | None,
    urgency: str | None,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> PriorityChange | None:
    """What was written a moment ago by the same form."""
    asked = {"designator_after": designator, "urgency_after": urgency}
    given = {name: value for name, value in asked.items() if value is not None}
    return sent_twice.twin(order.priority_changes.all(), "at", at=at, by=by, reason=reason, **given)


def _tell_file(order: Order, change: PriorityChange, *, call: UUID | None) -> None:
    file = Expedite.objects.open().filter(order=order).first()
    if file is None:
        return
    ExpediteAction.objects.create(
        expedite=file,
        kind=ActionKind.NOTED.value,
        state_before=file.state,
        state_after=file.state,
        at=change.at,
        by=change.by,
        text=f"{in_words(change)}: {change.reason}",
        facts={"priority_change": change.pk},
        call=call,
    )


def _about_order(order: Order) -> list[Problem]:
    if order.possible_sale:
        message = f"{order.reference} is only a possible sale: there is nothing to raise yet."
        return [Problem("", message, "possible_sale")]
    if not order.standing.is_open:
        message = f"{order.reference} is {order.standing.status}: there is nothing to raise."
        return [Problem("", message, "not_open")]
    return []


def _about_priority(order: Order, designator: int | None, urgency: str | None) -> list[Problem]:
    if designator is None and urgency is None:
        message = "Enter the new priority designator or the new urgency."
        return [Problem("designator", message, "required")]
    problems = []
    if designator is not None and not 1 <= designator <= 15:
        message = f"Priority designator: found {designator}; it needs a number from 1 to 15."
        problems.append(Problem("designator", message, "not_a_designator"))
    elif designator is not None and designator >= (order.priority_designator or 16):
        message = (
            f"{order.reference} has designator {order.priority_designator:02d} already. "
            "Enter a lower number: 01 goes first."
        )
        problems.append(Problem("designator", message, "not_raised"))
    if urgency is not None and urgency not in _RANK:
        problems.append(Problem("urgency", f"Choose one of: {', '.join(_RANK)}.", "unknown"))
    elif urgency is not None and _RANK.index(Urgency(urgency)) <= _RANK.index(
        Urgency(order.urgency)
    ):
        message = f"{order.reference} is {order.urgency} already. Choose a higher urgency."
        problems.append(Problem("urgency", message, "not_raised"))
    return problems


def _about_reason(reason: str, *, names_a_change: bool) -> list[Problem]:
    if not reason:
        return [Problem("reason", "Say why the need has grown.", "required")]
    if len(reason) > 300:
        message = f"Keep it to 300 characters: found {len(reason)}."
        return [Problem("reason", message, "too_long")]
    if names_a_change and not _NAMES_A_CHANGE.search(reason):
        message = (
            "A designator is raised only when the force activity designator (FAD) or the "
            "urgency of need (UND) changed. Name which, from what to what."
        )
        return [Problem("reason", message, "names_no_change")]
    return []
