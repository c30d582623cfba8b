"""Placing holds, and releasing them by two people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction

from shipments import enqueue
from shipments.domain.roles import Right
from shipments.models import Contractor, HeldOrder, Hold, Item, Place, User
from shipments.models.hold import COVERS
from shipments.services import days, finding, refusal, sent_twice
from shipments.services.refusal import Problem
from shipments.standing.recompute import recompute

if TYPE_CHECKING:
    from django.db import models

# Two that place the very same hold at once take turns. Any fixed number will do.
_PLACING = 7_305_210


def place(
    *,
    covers: Mapping[str, str],
    kind: str,
    legal_basis: str,
    review_on: date | None,
    by: User,
    at: datetime,
    note: str = "",
) -> Hold:
    """Stop everything that a hold stops, for all that one thing covers, from this instant.

    It waits for whoever is shipping or expediting one of the orders: that is recorded before
    the hold. Who comes later is refused. The very same sent again within a minute is the hold
    that is there.

    :param covers: one thing and its name: ``order``, ``case``, ``contract``, ``item``,
        ``contractor`` (with its city after a comma, where several sites have the name) or
        ``place`` (its code).
    :raises NotAllowed: no right to place a hold.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.PLACE_HOLD)
    thing, problems = _thing(covers, by=by)
    problems += _problems(kind, legal_basis, review_on, at=at)
    if problems or review_on is None:
        raise refusal.Refused(problems)
    facts = {
        **thing,
        "kind": kind.strip(),
        "legal_basis": legal_basis.strip(),
        "note": note.strip(),
        "review_on": review_on,
        "placed_by": by,
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PLACING])
        if twin := sent_twice.twin(Hold.objects.in_place(), "placed_at", at=at, **facts):
            return twin
        hold = Hold.objects.create(placed_at=at, **facts)
        _follow(_covered(hold), at=at)
    return hold


def ask_release(*, hold_id: int, reason: str, by: User, at: datetime) -> Hold:
    """Ask, with a reason, that a hold be released: the first of the two people.

    :raises Hold.DoesNotExist: no such hold.
    :raises NotAllowed: no right to release a hold.
    :raises Refused: no reason, asked before, or released before.
    """
    refusal.require(by, Right.RELEASE_HOLD)
    if not reason.strip():
        raise refusal.refuse("release_reason", "Say why it can be released.", "required")
    asked = Hold.objects.in_place().filter(pk=hold_id, release_asked_at__isnull=True)
    won = asked.update(
        release_asked_at=at, release_asked_by=by, release_reason=reason.strip()[:300]
    )
    hold = Hold.objects.select_related("release_asked_by").get(pk=hold_id)
    if not won and (hold.released_at or hold.release_asked_by_id != by.pk):
        raise _too_late(hold)
    return hold


def release(*, hold_id: int, by: User, at: datetime) -> Hold:
    """Release a hold whose release somebody else has asked for: the second of the two people.

    The orders that it covered are judged at once.

    :raises Hold.DoesNotExist: no such hold.
    :raises NotAllowed: no right to release a hold.
    :raises Refused: nobody, or only this very person, has asked; or released before.
    """
    refusal.require(by, Right.RELEASE_HOLD)
    try:
        with transaction.atomic():
            hold = Hold.objects.get(pk=hold_id)
            covered = _covered(hold)
            if (
                not Hold.objects.in_place()
                .filter(pk=hold_id)
                .update(released_at=at, released_by=by)
            ):
                raise _too_late(Hold.objects.get(pk=hold_id))
            _follow(covered, at=at)
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    hold.refresh_from_db()
    return hold


def _covered(hold: Hold) -> set[int]:
    return set(HeldOrder.objects.filter(hold=hold).values_list("order_id", flat=True))


def _follow(order_ids: set[int], *, at: datetime) -> None:
    recompute(order_ids, at=at.astimezone(UTC))
    enqueue.judge()


def _too_late(hold: Hold) -> refusal.Refused:
    if hold.released_at:
        message = f"It was released on {hold.released_at:%-d %b %Y, %H:%M}Z."
        return refusal.refuse("", message, "released")
    message = f"{hold.release_asked_by} has asked for its release already. Another may release it."
    return refusal.refuse("", message, "release_asked")


def _problems(
    kind: str, legal_basis: str, review_on: date | None, *, at: datetime
) -> list[Problem]:
    problems = []
    if not kind.strip():
        problems.append(Problem("kind", "Say what kind of hold it is.", "required"))
    if not legal_basis.strip():
        message = "Name the rule or decision that it rests on."
        problems.append(Problem("legal_basis", message, "required"))
    if review_on is None:
        message = "Enter the day by which somebody looks at it again."
        problems.append(Problem("review_on", message, "required"))
    elif review_on < at.date():
        message = f"{review_on:%-d %b %Y} has gone. Enter a day to come."
        problems.append(Problem("review_on", message, "in_the_past"))
    return problems + days.out_of_reach(at=at, review_on=review_on)


def _thing(covers: Mapping[str, str], *, by: User) -> tuple[dict[str, Any], list[Problem]]:
    """Find what the hold is to be on, under the name of its field."""
    named = [(name, text.strip()) for name, text in covers.items() if text.strip()]
    if len(named) != 1 or named[0][0] not in COVERS:
        message = f"Name one thing that it covers: {', '.join(COVERS)}."
        return {}, [Problem("covers", message, "required")]
    name, text = named[0]
    finders: dict[str, Callable[[], models.Model | None]] = {
        "order": lambda: finding.order(text, by=by),
        "case": lambda: finding.case(text),
        "contract": lambda: finding.contract(text),
        "item": lambda: Item.objects.filter(name__iexact=text).first(),
        "contractor": lambda: _contractor(text),
        "place": lambda: Place.objects.filter(code=text.upper()).first(),
    }
    found = finders[name]()
    if found is None:
        message = f"No {name} {text} is on record, or more than one. Check the name."
        return {}, [Problem("covers", message, f"unknown_{name}")]
    return {name: found}, []


def _contractor(text: str) -> Contractor | None:
    """Of this name, or of this name and city. None where several have it."""
    name, _, city = text.rpartition(", ")
    found = Contractor.objects.filter(name__iexact=text)[:2]
    several = list(found) or list(Contractor.objects.filter(name__iexact=name, city__iexact=city))
    return several[0] if len(several) == 1 else None
