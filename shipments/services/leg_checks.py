"""What is checked of the legs that somebody plans for a shipment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shipments.domain.milestones import MilestoneKind
from shipments.domain.modes import Mode
from shipments.models import Milestone, Place, Shipment
from shipments.services import days
from shipments.services.refusal import Problem

MOST_LEGS = 9
_STOPS = (MilestoneKind.ARRIVED_AT_STOP.value, MilestoneKind.LEFT_STOP.value)


@dataclass(frozen=True)
class LegEntry:
    """One stretch as entered. Places by their codes; days local to them.

    A ``voyage`` that a scheduled departure on this stretch has takes its carrier and days from it
    where they were left empty.

    :ivar passes: codes of passages between.
    :ivar distance_basis: how ``distance_km`` was measured.
    """

    mode: str
    from_place: str
    to_place: str
    carrier: str = ""
    voyage: str = ""
    planned_departure_on: date | None = None
    planned_arrival_on: date | None = None
    passes: tuple[str, ...] = ()
    distance_km: int | None = None
    distance_basis: str = ""


def problems(
    entries: Sequence[LegEntry], shipment: Shipment, places: dict[str, Place], *, at: datetime
) -> list[Problem]:
    """Say everything that stands in the way of planning these, each beside ``legs.n.field``."""
    if not entries:
        return [Problem("legs", "Enter at least one leg.", "no_legs")]
    if len(entries) > MOST_LEGS:
        return [Problem("legs", f"Enter at most {MOST_LEGS} legs.", "too_many_legs")]
    found = []
    for index, entry in enumerate(entries):
        found += _of_one(entry, f"legs.{index}", places, at=at)
        if index:
            found += _after(entries[index - 1], entry, f"legs.{index}")
    return found or [*_ends(entries, shipment), *_stops(entries, shipment, places)]


def _of_one(
    entry: LegEntry, at_leg: str, places: dict[str, Place], *, at: datetime
) -> list[Problem]:
    found = []
    if entry.mode not in list(Mode):
        message = "Choose a mode: sea, air, road or rail."
        found.append(Problem(f"{at_leg}.mode", message, "unknown_mode"))
    found += [
        Problem(f"{at_leg}.{field}", "Choose a place.", "unknown_place")
        for field in ("from_place", "to_place")
        if getattr(entry, field) not in places
    ]
    for code in entry.passes:
        if code not in places:
            message = f"No place {code}. Leave it out, or use the code of a known one."
            found.append(Problem(f"{at_leg}.passes", message, "unknown_place"))
    if entry.from_place == entry.to_place and entry.to_place in places:
        message = "It goes where it leaves. Choose another place."
        found.append(Problem(f"{at_leg}.to_place", message, "goes_nowhere"))
    for field, text, most in (("carrier", entry.carrier, 120), ("voyage", entry.voyage, 40)):
        if len(text.strip()) > most:
            message = f"Keep it to {most} characters: found {len(text.strip())}."
            found.append(Problem(f"{at_leg}.{field}", message, "too_long"))
    leaves, arrives = entry.planned_departure_on, entry.planned_arrival_on
    if leaves and arrives and arrives < leaves:
        message = "It arrives before it leaves. Check both days."
        found.append(Problem(f"{at_leg}.planned_arrival_on", message, "before_departure"))
    found += [
        Problem(f"{at_leg}.{each.field}", each.message, each.code)
        for each in days.out_of_reach(
            at=at, planned_departure_on=leaves, planned_arrival_on=arrives
        )
    ]
    return found


def _after(before: LegEntry, entry: LegEntry, at_leg: str) -> list[Problem]:
    """A leg begins where the one before it ends, and no earlier."""
    if entry.from_place != before.to_place:
        message = f"It leaves {entry.from_place}, but the leg before ends at {before.to_place}."
        return [Problem(f"{at_leg}.from_place", message, "not_connected")]
    arrived = before.planned_arrival_on or before.planned_departure_on
    leaves = entry.planned_departure_on or entry.planned_arrival_on
    if arrived and leaves and leaves < arrived:
        message = f"It leaves before the leg before it is over, {arrived:%-d %b %Y}."
        return [Problem(f"{at_leg}.planned_departure_on", message, "before_leg_before")]
    return []


def _ends(entries: Sequence[LegEntry], shipment: Shipment) -> list[Problem]:
    first, last = shipment.from_place.code, shipment.to_place.code
    found = []
    if entries[0].from_place != first:
        message = f"The first leg leaves from {first}, as the shipment does."
        found.append(Problem("legs.0.from_place", message, "not_from_its_place"))
    if entries[-1].to_place != last:
        message = f"The last leg ends at {last}, where the shipment goes."
        at_last = f"legs.{len(entries) - 1}.to_place"
        found.append(Problem(at_last, message, "not_to_its_place"))
    return found


def _stops(
    entries: Sequence[LegEntry], shipment: Shipment, places: dict[str, Place]
) -> list[Problem]:
    """A stop is named once, and one where goods have been is not planned away."""
    seen = {entries[0].from_place}
    for index, entry in enumerate(entries):
        if entry.to_place in seen:
            message = f"It comes to {entry.to_place} twice. Leave out the way between."
            return [Problem(f"legs.{index}.to_place", message, "stop_twice")]
        seen.add(entry.to_place)
    been = Milestone.objects.standing().actual().filter(shipment=shipment, kind__in=_STOPS)
    planned = {places[code].pk for code in seen}
    missed = been.exclude(place__in=planned).select_related("place").first()
    if missed and missed.place:
        message = f"It has been at {missed.place.code}: keep that as a stop."
        return [Problem("legs", message, "stop_was_made")]
    return []
