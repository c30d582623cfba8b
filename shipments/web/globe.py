"""The globe beside the sign-in form: land as seen from above the Atlantic, as SVG paths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING

from shipments.web import world_map

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shipments.web.world_map import Point

CENTRE_LATITUDE, CENTRE_LONGITUDE = radians(30), radians(-22)
RADIUS = 440
MARGIN = 10
HAIR = 1.2
LINE_DEGREES = 30


@dataclass(frozen=True)
class Globe:
    """What the template draws, in a square of ``size``."""

    size: int
    centre: int
    radius: int
    land: str
    grid: str


@cache
def globe() -> Globe:
    """Project the coasts once. No lanes and no places: strangers see this."""
    parts = []
    for polygon in world_map.polygons():
        for ring in polygon:
            points = [_seen(latitude, longitude) for longitude, latitude in ring]
            if any(front for _, front in points):
                path = world_map.path(world_map.thinned([point for point, _ in points], HAIR))
                parts.append(path + "Z")
    size = 2 * (RADIUS + MARGIN)
    return Globe(size, size // 2, RADIUS, "".join(parts), _grid())


def _seen(latitude: float, longitude: float) -> tuple[Point, bool]:
    """Where a point is on the disc, and whether it is on our side. The far side lies on the rim."""
    phi, theta = radians(latitude), radians(longitude) - CENTRE_LONGITUDE
    across = cos(phi) * sin(theta)
    up = cos(CENTRE_LATITUDE) * sin(phi) - sin(CENTRE_LATITUDE) * cos(phi) * cos(theta)
    towards = sin(CENTRE_LATITUDE) * sin(phi) + cos(CENTRE_LATITUDE) * cos(phi) * cos(theta)
    if towards < 0:
        length = hypot(across, up) or 1
        across, up = across / length, up / length
    middle = RADIUS + MARGIN
    point = (round(middle + RADIUS * across, 1), round(middle - RADIUS * up, 1))
    return point, towards >= 0


def _grid() -> str:
    lines = [
        [(latitude, longitude) for latitude in range(-90, 91, 5)]
        for longitude in range(-180, 180, LINE_DEGREES)
    ] + [
        [(latitude, longitude) for longitude in range(-180, 181, 5)]
        for latitude in range(-60, 61, LINE_DEGREES)
    ]
    return "".join(_front(line) for line in lines)


def _front(line: Iterable[tuple[int, int]]) -> str:
    """The parts of a line on our side of the globe."""
    drawn, run = [], []
    for latitude, longitude in line:
        point, front = _seen(latitude, longitude)
        if front:
            run.append(point)
        elif run:
            drawn.append(world_map.path(run))
            run = []
    return "".join([*drawn, world_map.path(run)])
