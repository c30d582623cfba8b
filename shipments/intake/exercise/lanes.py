"""The lanes of an exercise: invented traffic between real places.

Of a place only what is on any map is taken from the public record: its name, codes and where it
lies. What it did is left there, so that no real fact stands among invented orders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shipments.domain.modes import Mode
from shipments.intake.public_record.files.places import PlaceRow, read_places
from shipments.models import Lane, Place

_RECORD = Path(__file__).parents[2] / "public_record"
NOTE = "Exercise: the place is real, what moves there is invented."
# Where the goods of some change ship.
_CHANGES = {"ESALG"}
# Disruptions close the passage and the base, slow down the port, and are over at the last.
CLOSED, SHUT, CONGESTED, CLEARED = "XSUEZ", "LICZ", "ILETH", "KDOV"


@dataclass(frozen=True, slots=True)
class Way:
    """A lane before it is saved.

    :ivar planning: days from departure to arrival as planned; ``transit`` is what they prove to
        be, the least and the most.
    :ivar share: of the goods that go by its mode, in parts.
    :ivar sails_every: days between two scheduled departures; 0 where none are published.
    """

    start: str
    end: str
    mode: Mode
    carrier: str
    planning: int
    transit: tuple[int, int]
    share: int
    passes: tuple[str, ...] = ()
    sails_every: int = 0


_SEA_WEST = ("XGIB",)
WAYS = (
    Way("USCHS", "ILASH", Mode.SEA, "Paper Boat Line", 24, (22, 29), 30, _SEA_WEST, 28),
    Way("USNYC", "ILHFA", Mode.SEA, "Paper Boat Line", 23, (20, 27), 28, _SEA_WEST),
    Way("USCHS", "ILHFA", Mode.SEA, "Bathtub Shipping", 26, (25, 32), 20, _SEA_WEST),
    Way("USNYC", "ILASH", Mode.SEA, "Bathtub Shipping", 25, (23, 30), 16, _SEA_WEST),
    Way("USCHS", "ILETH", Mode.SEA, "Toy Ferry Company", 31, (30, 37), 6, ("XGIB", "XSUEZ")),
    Way("KDOV", "LLNV", Mode.AIR, "Kite Air Cargo", 2, (1, 3), 60, ("ETAR",), 14),
    Way("KDOV", "LLBG", Mode.AIR, "Balloon Express", 3, (2, 4), 28),
    Way("KDOV", "LLER", Mode.AIR, "Balloon Express", 4, (3, 5), 12, ("LICZ",)),
)


@dataclass(frozen=True, slots=True)
class Route:
    """A lane as it was saved, with what the exercise knows beyond it."""

    lane: Lane
    way: Way


@dataclass(frozen=True, slots=True)
class Map:
    """All of it, saved."""

    places: Mapping[str, Place]
    routes: tuple[Route, ...]

    def by(self, mode: Mode) -> tuple[Route, ...]:
        return tuple(route for route in self.routes if route.way.mode is mode)


def save(*, at: datetime) -> Map:
    """Draw the places that the ways touch, and the ways themselves."""
    touched = {code for way in WAYS for code in (way.start, way.end, *way.passes)} | _CHANGES
    rows = [_place(row, at) for row in read_places(_RECORD) if row.code in touched]
    places = {place.code: place for place in Place.objects.bulk_create(rows)}
    # The passages are there, put by the installation itself.
    places |= Place.objects.passages().in_bulk(field_name="code")
    lanes = Lane.objects.bulk_create(
        Lane(
            mode=way.mode.value,
            from_place=places[way.start],
            to_place=places[way.end],
            planning_days=way.planning,
            note="Exercise: an invented planning figure.",
            recorded_at=at,
        )
        for way in WAYS
    )
    Lane.passes.through.objects.bulk_create(
        Lane.passes.through(lane=lane, place=places[code])
        for lane, way in zip(lanes, WAYS, strict=True)
        for code in way.passes
    )
    return Map(places, tuple(Route(*pair) for pair in zip(lanes, WAYS, strict=True)))


def _place(row: PlaceRow, at: datetime) -> Place:
    return Place(
        code=row.code,
        name=row.name,
        kind=row.kind,
        icao=row.icao,
        iata=row.iata,
        un_locode=row.un_locode,
        city=row.city,
        country=row.country,
        country_code=row.country_code,
        latitude=row.latitude,
        longitude=row.longitude,
        coordinates_source=row.coordinates_source,
        note=NOTE,
        recorded_at=at,
    )
