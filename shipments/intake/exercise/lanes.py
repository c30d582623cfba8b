"""The lanes of an exercise, between places that are on open water and in no atlas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shipments.domain.modes import Mode
from shipments.models import Place

WEST, EAST = "Fictional West", "Fictional East"
# Code, name, kind, country, latitude, longitude.
_PLACES = (
    ("XWPORT1", "Port Example", "seaport", WEST, 37, -73),
    ("XWPORT2", "Pretend Harbor", "seaport", WEST, 31, -79),
    ("XWAIR1", "Imaginary Field", "airport", WEST, 39, -71),
    ("XEPORT1", "Port Make-Believe", "seaport", EAST, 33, 34),
    ("XEPORT2", "Storybook Harbor", "seaport", EAST, 32, 33),
    ("XEAIR1", "Nowhere Airfield", "airport", EAST, 34, 33),
)


@dataclass(frozen=True, slots=True)
class Lane:
    """:ivar transit: days on the way, the least and the most."""

    start: str
    end: str
    mode: Mode
    carrier: str
    transit: tuple[int, int]


SEA = (
    Lane("XWPORT1", "XEPORT1", Mode.SEA, "Paper Boat Line", (19, 27)),
    Lane("XWPORT2", "XEPORT1", Mode.SEA, "Paper Boat Line", (22, 31)),
    Lane("XWPORT1", "XEPORT2", Mode.SEA, "Bathtub Shipping", (24, 40)),
)
AIR = (Lane("XWAIR1", "XEAIR1", Mode.AIR, "Kite Air Cargo", (1, 4)),)
CLOSED_PLACE = "XEPORT2"


def places() -> list[Place]:
    """Rows not yet saved, and without the time of recording."""
    return [
        Place(
            code=code,
            name=name,
            kind=kind,
            country=country,
            latitude=Decimal(latitude),
            longitude=Decimal(longitude),
            coordinates_source="Invented: a point on open water",
            duty="Loads" if country == WEST else "Unloads",
            note="Exercise: there is no such place.",
        )
        for code, name, kind, country, latitude, longitude in _PLACES
    ]
