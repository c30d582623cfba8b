"""Holds of an exercise: on a case, an order and a contractor, and one that was released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from shipments.intake.exercise.moments import moment
from shipments.intake.exercise.orders import Lived
from shipments.intake.exercise.parties import Parties
from shipments.intake.exercise.people import People
from shipments.models import Hold

# With fewer makers one of them has too much of the book to be held as a whole.
_MAKERS_TO_HOLD_ONE = 12


def save(
    parties: Parties, lived: Sequence[Lived], people: People, draw: Random, *, as_of: date
) -> int:
    """Place them. Tell how many are in place."""
    waiting = [each.order for each in lived if not each.life.parts and not each.life.cancelled_on]
    held: list[tuple[dict[str, Any], str, str]] = [
        (
            {"case": parties.cases[0]},
            "Conditions on the case",
            "Exercise: an invented condition of the case's terms",
        )
    ]
    if waiting:
        found = draw.choice(waiting)
        basis = "Exercise: an invented end-use note is not signed"
        held.append(({"order": found}, "End-use note unsigned", basis))
    if len(parties.makers) >= _MAKERS_TO_HOLD_ONE:
        contractor = parties.makers[-1].contractor
        basis = "Exercise: an invented licence has run out"
        held.append(({"contractor": contractor}, "Licence under review", basis))
    by, other = people.compliance[:2]
    placed = [
        _hold(covers, kind, basis, placed_by=by, draw=draw, as_of=as_of)
        for covers, kind, basis in held
    ]
    asked_at = moment(draw, as_of - timedelta(days=1), as_of=as_of)
    placed[0].release_asked_at, placed[0].release_asked_by = asked_at, other
    placed[0].release_reason = "Exercise: the condition is met, as the minutes say"
    released = _hold(
        {"case": parties.cases[-1]},
        "Safety notice",
        "Exercise: an invented safety notice on a type",
        placed_by=by,
        draw=draw,
        as_of=as_of - timedelta(days=40),
    )
    released.release_asked_at, released.release_asked_by = asked_at - timedelta(days=12), by
    released.release_reason = "Exercise: the notice was withdrawn"
    released.released_at, released.released_by = asked_at - timedelta(days=11), other
    Hold.objects.bulk_create([*placed, released])
    return len(placed)


def _hold(
    covers: dict[str, Any], kind: str, basis: str, *, draw: Random, as_of: date, **more: Any
) -> Hold:
    placed_on = as_of - timedelta(days=draw.randint(3, 25))
    return Hold(
        kind=kind,
        legal_basis=basis,
        note="Exercise: invented.",
        placed_at=moment(draw, placed_on, as_of=as_of),
        review_on=as_of + timedelta(days=draw.randint(2, 30)),
        **covers,
        **more,
    )
