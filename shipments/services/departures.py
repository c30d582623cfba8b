"""Scheduled sailings and flights that goods can be made ready for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from shipments import enqueue
from shipments.domain.modes import Mode
from shipments.domain.roles import Right
from shipments.models import Departure, Place, User
from shipments.models.choices import Certainty
from shipments.services import days, refusal
from shipments.services.refusal import Problem


@dataclass(frozen=True)
class DepartureEntry:
    """A departure as entered. Places by their codes.

    :ivar voyage: or flight number.
    :ivar cut_off_on: the last day on which goods are taken.
    :ivar source: who published the schedule.
    """

    mode: str
    carrier: str
    voyage: str
    from_place: str
    to_place: str
    cut_off_on: date | None
    departs_on: date | None
    arrives_on: date | None
    source: str
    certainty: str = Certainty.REPORTED.value


def record(entry: DepartureEntry, *, by: User, at: datetime) -> Departure:
    """Record a scheduled departure. The orders that could make it are judged again.

    The very same sent again is the departure that is there.

    :raises NotAllowed: no right to plan transport.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    places = Place.objects.in_bulk({entry.from_place, entry.to_place}, field_name="code")
    problems = _problems(entry, places) + _day_problems(entry, at=at)
    if problems:
        raise refusal.Refused(problems)
    facts = {
        "mode": entry.mode,
        "to_place": places[entry.to_place],
        "cut_off_on": entry.cut_off_on,
        "arrives_on": entry.arrives_on,
        "source": entry.source.strip(),
        "certainty": entry.certainty,
    }
    named = {
        "carrier": entry.carrier.strip(),
        "voyage": entry.voyage.strip(),
        "from_place": places[entry.from_place],
        "departs_on": entry.departs_on,
    }
    try:
        with transaction.atomic():
            departure, made = Departure.objects.get_or_create(
                **named, defaults=facts | {"recorded_at": at, "recorded_by": by}
            )
            if not made and any(getattr(departure, name) != fact for name, fact in facts.items()):
                raise refusal.refuse(*refusal.CONSTRAINTS["departure_named_once"], "named_already")
            enqueue.judge()
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return departure


def cancel(*, departure_id: int, by: User, at: datetime) -> Departure:
    """Say that it will not go. The orders that could have made it are judged again.

    :raises Departure.DoesNotExist: no such departure.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: cancelled before.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    with transaction.atomic():
        departure = Departure.objects.get(pk=departure_id)
        standing = Departure.objects.filter(pk=departure_id, cancelled_on__isnull=True)
        if not standing.update(cancelled_on=days.last_begun(at)):
            raise refusal.refuse("", "It is cancelled already.", "cancelled")
        departure.refresh_from_db()
        enqueue.judge()
    return departure


def _problems(entry: DepartureEntry, places: dict[str, Place]) -> list[Problem]:
    problems = []
    if entry.mode not in list(Mode):
        message = "Choose a mode: sea, air, road or rail."
        problems.append(Problem("mode", message, "unknown_mode"))
    for field, text, most, message in (
        ("carrier", entry.carrier, 120, "Enter who carries it."),
        ("voyage", entry.voyage, 40, "Enter the voyage or flight number."),
        ("source", entry.source, 300, "Enter who published the schedule."),
    ):
        if not text.strip():
            problems.append(Problem(field, message, "required"))
        if len(text.strip()) > most:
            said = f"Keep it to {most} characters: found {len(text.strip())}."
            problems.append(Problem(field, said, "too_long"))
    if entry.from_place not in places:
        problems.append(Problem("from_place", "Choose where it leaves.", "unknown_place"))
    if entry.to_place not in places:
        problems.append(Problem("to_place", "Choose where it goes.", "unknown_place"))
    elif entry.from_place == entry.to_place:
        message = "It goes where it leaves. Choose another place."
        problems.append(Problem("to_place", message, "goes_nowhere"))
    if entry.certainty not in list(Certainty):
        message = f"Choose a certainty: {', '.join(Certainty)}."
        problems.append(Problem("certainty", message, "unknown_certainty"))
    return problems


def _day_problems(entry: DepartureEntry, *, at: datetime) -> list[Problem]:
    cut_off, departs, arrives = entry.cut_off_on, entry.departs_on, entry.arrives_on
    problems = days.out_of_reach(at=at, cut_off_on=cut_off, departs_on=departs, arrives_on=arrives)
    if cut_off is None:
        message = "Enter the last day on which goods are taken."
        problems.append(Problem("cut_off_on", message, "required"))
    if departs is None:
        problems.append(Problem("departs_on", "Enter the day it departs.", "required"))
    if arrives is None:
        problems.append(Problem("arrives_on", "Enter the day it arrives.", "required"))
    if cut_off and departs and cut_off > departs:
        message = "Goods are taken until after it has left. Check both days."
        problems.append(Problem("cut_off_on", message, "after_departure"))
    if departs and arrives and arrives < departs:
        message = "It arrives before it departs. Check both days."
        problems.append(Problem("arrives_on", message, "before_departure"))
    return problems
