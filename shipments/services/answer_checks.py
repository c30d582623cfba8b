"""Checking what a contact answers, each problem beside its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shipments.models import Order, Promise
from shipments.services import asked, days, held, promises
from shipments.services.refusal import Problem, Refused

PartFacts = tuple[date, int | None]


class AnswerKind(StrEnum):
    """What can be answered about one order."""

    CONFIRM = "confirm"
    PROPOSE = "propose"
    SPLIT = "split"
    READY = "ready"


@dataclass(frozen=True)
class Part:
    """One part of a split: the day it ships, and how many."""

    ship_on: date | None
    quantity: int | None


@dataclass(frozen=True)
class Answer:
    """What is answered about one order.

    :ivar ship_on: for ``propose``.
    :ivar quantity: for ``propose`` and ``ready``; None for all that is left.
    :ivar reason: needed for a date worse than the one that stands.
    :ivar parts: for ``split``, two or more.
    """

    reference: str
    kind: AnswerKind | str
    ship_on: date | None = None
    quantity: int | None = None
    reason: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Said:
    """An answer that holds, with the order it is about.

    :ivar parts: the dates it names; those that stand, where it confirms.
    :ivar worse: than what stands: it waits for a word from here.
    """

    order: Order
    kind: AnswerKind
    parts: tuple[PartFacts, ...]
    quantity: int | None
    reason: str
    worse: bool


def check(
    answers: Sequence[Answer], orders: Mapping[str, Order], *, said_on: date, at: datetime
) -> list[Said]:
    """Check every answer.

    :param orders: those that the contact was asked about, locked.
    :raises Refused: with every problem there is.
    """
    problems: list[Problem] = []
    if not answers:
        problems.append(Problem("", "Answer for at least one order.", "required"))
    said, seen = [], set()
    for answer in answers:
        order = orders.get(answer.reference)
        if order is None or answer.reference in seen:
            message = "Answer once for each of the orders that you were asked about."
            problems.append(Problem(answer.reference, message, "not_asked"))
            continue
        seen.add(answer.reference)
        found = _about_order(order) or _problems(answer, order, said_on=said_on, at=at)
        problems += [_beside(order, each) for each in found]
        if not found:
            said.append(_said(answer, order))
    if problems:
        raise Refused(problems)
    return said


def _beside(order: Order, problem: Problem) -> Problem:
    field = f"{order.reference}.{problem.field}" if problem.field else order.reference
    return Problem(field, problem.message, problem.code)


def _about_order(order: Order) -> list[Problem]:
    try:
        held.refuse([order])
    except held.Held:
        return [Problem("", asked.on_hold(order), "held")]
    return promises.about_order(order)


def _problems(answer: Answer, order: Order, *, said_on: date, at: datetime) -> list[Problem]:
    if answer.kind not in list(AnswerKind):
        message = f"Choose one of: {', '.join(AnswerKind)}."
        return [Problem("kind", message, "unknown_kind")]
    if len(answer.reason.strip()) > 300:
        return [Problem("reason", "Keep it to 300 characters.", "too_long")]
    match AnswerKind(answer.kind):
        case AnswerKind.CONFIRM:
            return _about_confirming(order, said_on=said_on)
        case AnswerKind.READY:
            return promises.about_quantity(order, answer.quantity)
        case AnswerKind.PROPOSE:
            found = [
                *_about_day("ship_on", answer.ship_on, said_on=said_on, at=at),
                *promises.about_quantity(order, answer.quantity),
            ]
        case AnswerKind.SPLIT:
            found = _about_parts(order, answer.parts, said_on=said_on, at=at)
    if not found and not answer.reason.strip() and _said(answer, order).worse:
        message = "That is later, or less, than what was promised before. Say why."
        return [Problem("reason", message, "required")]
    return found


def _about_confirming(order: Order, *, said_on: date) -> list[Problem]:
    stands = order.standing.promised_ship_on
    if stands is None:
        message = "No ship date was promised yet, so there is none to confirm. Give one."
        return [Problem("kind", message, "nothing_to_confirm")]
    if stands < said_on:
        message = f"The {stands:%-d %b %Y} promised before has passed. Give the new date."
        return [Problem("kind", message, "has_passed")]
    return []


def _about_day(field: str, day: date | None, *, said_on: date, at: datetime) -> list[Problem]:
    if day is None:
        return [Problem(field, "Enter the day it will ship.", "required")]
    if day < said_on:
        message = f"{day:%-d %b %Y} has passed. Enter today or a later day."
        return [Problem(field, message, "has_passed")]
    return days.out_of_reach(at=at, **{field: day})


def _about_parts(
    order: Order, parts: tuple[Part, ...], *, said_on: date, at: datetime
) -> list[Problem]:
    if len(parts) < 2:
        return [Problem("parts", "Enter two parts or more, or give one date.", "too_few")]
    problems = []
    for number, part in enumerate(parts):
        field = f"parts.{number}"
        problems += _about_day(f"{field}.ship_on", part.ship_on, said_on=said_on, at=at)
        if part.quantity is None or part.quantity <= 0:
            message = "Enter how many ship on that day, 1 or more."
            problems.append(Problem(f"{field}.quantity", message, "not_positive"))
    left = promises.left_to_ship(order)
    total = sum(part.quantity or 0 for part in parts)
    if not problems and left is not None and total > left:
        message = f"The parts add up to {total:,}, and only {left:,} are left to ship."
        problems.append(Problem("parts", message, "more_than_left"))
    return problems


def _said(answer: Answer, order: Order) -> Said:
    kind = AnswerKind(answer.kind)
    stands = _stands(order)
    match kind:
        case AnswerKind.CONFIRM:
            parts = stands
        case AnswerKind.READY:
            parts = ()
        case AnswerKind.PROPOSE:
            parts = ((answer.ship_on, answer.quantity),) if answer.ship_on else ()
        case AnswerKind.SPLIT:
            parts = tuple((each.ship_on, each.quantity) for each in answer.parts if each.ship_on)
    return Said(
        order=order,
        kind=kind,
        parts=parts,
        quantity=answer.quantity,
        reason=answer.reason.strip(),
        worse=bool(parts) and _worse(order, parts, stands),
    )


def _stands(order: Order) -> tuple[PartFacts, ...]:
    last = order.promises.newest_first().first()
    if last is None:
        return ()
    rows = Promise.objects.filter(order=order).said(last.said_at).order_by("ship_on", "pk")
    return tuple((each.ship_on, each.quantity) for each in rows)


def _worse(order: Order, parts: tuple[PartFacts, ...], stands: tuple[PartFacts, ...]) -> bool:
    """Later than what stands, or for less of it. Nothing is worse than no promise."""
    if not stands:
        return False
    if max(day for day, _ in parts) > max(day for day, _ in stands):
        return True
    new, old = _total(parts), _total(stands)
    if new is None:
        return False
    left = promises.left_to_ship(order)
    if old is None:
        return left is None or new < left
    return new < (old if left is None else min(old, left))


def _total(parts: tuple[PartFacts, ...]) -> int | None:
    """How many in all; None where a part is all that is left."""
    total = 0
    for _, quantity in parts:
        if quantity is None:
            return None
        total += quantity
    return total
