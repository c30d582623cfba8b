"""How the shipments of an exercise go: the legs of some, what is told of their stops, and who
let them leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db.models import F

from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.modes import Mode
from shipments.intake.exercise.moments import moment
from shipments.models import Leg, Milestone, Place, Shipment, User

# Where the goods of some ways change ship or aircraft, and how often.
STOPS: dict[tuple[Mode, str], tuple[tuple[str, ...], float]] = {
    (Mode.SEA, "ILASH"): (("ESALG",), 0.3),
    (Mode.SEA, "ILHFA"): (("ESALG",), 0.2),
    (Mode.AIR, "LLNV"): (("ETAR",), 0.4),
    (Mode.AIR, "LLER"): (("ETAR", "LICZ"), 0.5),
}
_NOT_RELEASED, _READY, _RELEASED = 0.03, 0.3, 0.15
_PASSED_AT_SEA = "XGIB"


@dataclass(frozen=True, slots=True)
class Journey:
    """Days of the way as planned and as they prove to be, those to come too.

    :ivar heard_until: the last day on which anything is told.
    """

    shipment: Shipment
    stops: Sequence[Place]
    planned: tuple[date, date]
    went: tuple[date, date]
    heard_until: date


def stops_of(mode: Mode, end: str, places: Mapping[str, Place], draw: Random) -> Sequence[Place]:
    """Where it stops between, if it does."""
    codes, chance = STOPS.get((mode, end), ((), 0.0))
    drawn = draw.random() < chance  # drawn in any case, so that the rest stays the same
    return [places[code] for code in codes] if drawn else []


def legs(journeys: Sequence[Journey]) -> Iterator[Leg]:
    """From place to stop to place, for those that stop."""
    for journey in journeys:
        shipment = journey.shipment
        places = [shipment.from_place, *journey.stops, shipment.to_place]
        days = _days(journey.planned, len(journey.stops))
        for index in range(len(journey.stops) + 1 if journey.stops else 0):
            yield Leg(
                shipment=shipment,
                sequence=index + 1,
                mode=shipment.mode,
                from_place=places[index],
                to_place=places[index + 1],
                carrier=shipment.carrier,
                voyage=f"{shipment.voyage}-{index + 1}",
                planned_departure_on=days[2 * index],
                planned_arrival_on=days[2 * index + 1],
                planned_at=shipment.logged_at,
            )


def passages(legs_made: Sequence[Leg], places: Mapping[str, Place]) -> Iterator[Leg.passes.through]:  # type: ignore[name-defined]  # made by Django
    """What the last leg at sea passes."""
    for leg in legs_made:
        if leg.mode == Mode.SEA.value and leg.sequence > 1:
            yield Leg.passes.through(leg=leg, place=places[_PASSED_AT_SEA])


def milestones(journeys: Sequence[Journey], draw: Random, *, as_of: date) -> Iterator[Milestone]:
    """What was told of the stops until the day."""
    for journey in journeys:
        days = _days(journey.went, len(journey.stops))
        for index, place in enumerate(journey.stops):
            for kind, day, leg in (
                (MilestoneKind.ARRIVED_AT_STOP, days[2 * index + 1], index + 1),
                (MilestoneKind.LEFT_STOP, days[2 * index + 2], index + 2),
            ):
                said_at = moment(draw, day, as_of=as_of)
                if day <= min(as_of, journey.heard_until):
                    yield Milestone(
                        shipment=journey.shipment,
                        kind=kind.value,
                        classifier=Classifier.ACTUAL.value,
                        occurs_on=day,
                        place=place,
                        leg=leg,
                        source=journey.shipment.carrier,
                        reported_at=said_at,
                        recorded_at=said_at,
                    )


def let_go(
    departed: Sequence[Shipment], at_home: Sequence[Shipment], by: User, draw: Random
) -> None:
    """Put on record what is ready and released. A few left without, as it happens."""
    ready = [each for each in at_home if draw.random() < _READY]
    released = [each for each in ready if draw.random() < _RELEASED / _READY]
    released += [each for each in departed if draw.random() >= _NOT_RELEASED]
    for chosen, act in ((ready + released, "ready"), (released, "released")):
        rows = Shipment.objects.filter(pk__in={each.pk for each in chosen})
        rows.update(**{f"{act}_at": F("logged_at"), f"{act}_by": by})


def _days(ends: tuple[date, date], stops: int) -> list[date]:
    """Departure and arrival of each leg: the stops share the way evenly, a day at each."""
    first, last = ends
    whole = (last - first).days
    days = [first]
    for stop in range(1, stops + 1):
        comes = first + timedelta(days=whole * stop // (stops + 1))
        days += [comes, min(comes + timedelta(days=1), last)]
    # A way shorter than its stays: it leaves no later than it comes to the next.
    for index in range(len(days) - 1):
        days[index + 1] = max(days[index], days[index + 1])
    return [*days, last]
