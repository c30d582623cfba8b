"""The map behind the pages: land projected once into a path, and lines laid over it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import TYPE_CHECKING

from shipments.domain import great_circle
from shipments.domain.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Point = tuple[float, float]

LAND = Path(__file__).parent.parent / "geography" / "land.geojson"
# At this latitude distances are true both ways. It is halfway between the two coasts.
TRUE_AT = cos(radians(38))
# Lanes at sea are schematic: from the Atlantic every ship turns here, in this order.
FLORIDA_STRAIT = (24.3, -81.5)
GIBRALTAR = (35.95, -5.6)
SICILY_CHANNEL = (37.6, 10.6)
GRID_DEGREES = 15
HAIR = 0.6  # a drawing unit is about a pixel
SPECK = 2.5


@dataclass(frozen=True)
class Window:
    """The part of the world that a drawing shows, in degrees, and its width in its own units."""

    west: float
    east: float
    south: float
    north: float
    width: int

    @property
    def scale(self) -> float:
        return self.width / ((self.east - self.west) * TRUE_AT)

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale)

    def place(self, latitude: float, longitude: float) -> Point:
        """Project one point. Outside the window it lies outside the drawing."""
        x = (longitude - self.west) * TRUE_AT * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)

    def edged(self, point: Point) -> Point:
        """Pull a point that lies outside to just beyond the edge, where it is cut off."""
        x, y = point
        return min(max(x, -9), self.width + 9), min(max(y, -9), self.height + 9)

    def holds(self, point: Point) -> bool:
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


WIDE = Window(west=-124, east=58, south=12, north=64, width=900)
NARROW = Window(west=-100, east=52, south=2, north=68, width=390)


@cache
def polygons() -> list[list[list[list[float]]]]:
    """The land: polygons of rings of (longitude, latitude)."""
    found: list[list[list[list[float]]]] = json.loads(LAND.read_text())["geometry"]["coordinates"]
    return found


@cache
def land(window: Window) -> str:
    """The coasts as one SVG path, with no more points than can be seen at this size."""
    parts = []
    for polygon in polygons():
        for ring in polygon:
            points = [window.place(latitude, longitude) for longitude, latitude in ring]
            if _can_be_seen(points, window):
                edged = [window.edged(point) for point in points]
                parts.append(path(thinned(edged, HAIR)) + "Z")
    return "".join(parts)


@cache
def grid(window: Window) -> str:
    """Meridians and parallels, every fifteen degrees."""
    lines = []
    first = int(window.west // GRID_DEGREES + 1) * GRID_DEGREES
    for longitude in range(first, int(window.east) + 1, GRID_DEGREES):
        x = window.place(0, longitude)[0]
        lines.append(f"M{x:g} 0V{window.height}")
    first = int(window.south // GRID_DEGREES + 1) * GRID_DEGREES
    for latitude in range(first, int(window.north) + 1, GRID_DEGREES):
        y = window.place(latitude, 0)[1]
        lines.append(f"M0 {y:g}H{window.width}")
    return "".join(lines)


def lane(window: Window, mode: str, start: Point, end: Point) -> str:
    """A line from one (latitude, longitude) to another: over the sea by the known passages."""
    stops = [start, *_passages(start, end), end] if mode == Mode.SEA else [start, end]
    line: list[Point] = []
    for here, there in pairwise(stops):
        leg = great_circle.points(*here, *there, steps=12)
        line += leg[1:] if line else leg
    return path([window.place(*point) for point in line])


def _passages(start: Point, end: Point) -> list[Point]:
    """The passages between the western Atlantic and the Mediterranean, in the way's order."""
    if start[1] > end[1]:
        return _passages(end, start)[::-1]
    passages = []
    if start[1] < FLORIDA_STRAIT[1] and start[0] < 31 and end[1] > FLORIDA_STRAIT[1]:
        passages.append(FLORIDA_STRAIT)
    in_mediterranean = 30 <= end[0] <= 46 and end[1] > GIBRALTAR[1]
    if start[1] < GIBRALTAR[1] and in_mediterranean:
        passages.append(GIBRALTAR)
    if start[1] < SICILY_CHANNEL[1] < end[1] and in_mediterranean:
        passages.append(SICILY_CHANNEL)
    return passages


def _can_be_seen(points: Sequence[Point], window: Window) -> bool:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if max(xs) < 0 or min(xs) > window.width or max(ys) < 0 or min(ys) > window.height:
        return False
    return max(xs) - min(xs) > SPECK or max(ys) - min(ys) > SPECK


def thinned(points: Sequence[Point], hair: float) -> list[Point]:
    """Keep only the points that a straight line between their neighbours would miss by a hair."""
    kept, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, off = first, 0.0
        for at in range(first + 1, last):
            distance = _off_the_line(points[at], points[first], points[last])
            if distance > off:
                farthest, off = at, distance
        if off > hair:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[at] for at in sorted(kept)]


def _off_the_line(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a line; from its start, when the line is a ring closed on it."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down)
    if length == 0:
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(across * (start[1] - point[1]) - down * (start[0] - point[0])) / length


def path(points: Iterable[Point]) -> str:
    """Relative moves: a coast is a third shorter that way."""
    drawn: list[str] = []
    here = (0.0, 0.0)
    for x, y in points:
        if not drawn:
            drawn.append(f"M{x:g} {y:g}")
        else:
            drawn.append(f"l{round(x - here[0], 1):g} {round(y - here[1], 1):g}")
        here = (x, y)
    return "".join(drawn)
