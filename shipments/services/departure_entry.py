"""A scheduled departure as somebody enters it, and what is wrong with that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from shipments.domain.modes import Mode
from shipments.models import Place
from shipments.models.choices import Certainty
from shipments.services import days
from shipments.services.refusal import Problem

# What the column holds.
_MOST_KG = Decimal(10) ** 9


@dataclass(frozen=True)
class DepartureEntry:
    """A departure as entered. Places by their codes.

    :ivar voyage: or flight number.
    :ivar cut_off_on: the last day on which goods are taken.
    :ivar source: who published the schedule.
    :ivar capacity_kg: gross weight that it takes of ours.
    :ivar explosive_limit_kg: net explosive weight that the conveyance may carry, ours and others'.
    :ivar explosive_others_kg: how much of it others have aboard.
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
    capacity_kg: Decimal | None = None
    explosive_limit_kg: Decimal | None = None
    explosive_others_kg: Decimal | None = None


def problems(entry: DepartureEntry, places: dict[str, Place], *, at: datetime) -> list[Problem]:
    """Say everything that is wrong with it. Writes nothing.

    :param places: those it may name, by their codes.
    """
    return [
        *_word_problems(entry, places),
        *_day_problems(entry, at=at),
        *_weight_problems(entry),
    ]


def _word_problems(entry: DepartureEntry, places: dict[str, Place]) -> list[Problem]:
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


def _weight_problems(entry: DepartureEntry) -> list[Problem]:
    problems = []
    for field, kg in (
        ("capacity_kg", entry.capacity_kg),
        ("explosive_limit_kg", entry.explosive_limit_kg),
        ("explosive_others_kg", entry.explosive_others_kg),
    ):
        if kg is None:
            continue
        if kg < 0 or (kg == 0 and field == "capacity_kg"):
            message = "Enter kilograms above nought, or leave it empty where it is not known."
            problems.append(Problem(field, message, "not_positive"))
        elif kg >= _MOST_KG:
            problems.append(Problem(field, "That is more than anything carries.", "too_much"))
        elif round(kg, 3) != kg:
            message = "Enter no more than 3 decimals: that is a gram."
            problems.append(Problem(field, message, "too_fine"))
    return problems
