"""The pipeline drawn: where dots, lanes, triangles and their labels go on one window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shipments.domain.modes import Mode
from shipments.web import world_map

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shipments.models import Disruption, Place
    from shipments.queries.pipeline import Pipeline
    from shipments.web.world_map import Point, Window

LEG = {Mode.SEA.value: "sea", Mode.AIR.value: "air"}
NEAR = 16  # places nearer than this to each other share one label
LETTER, LINE, GAP = 7.4, 15, 11  # of the label's type at its usual size
LONGEST = 34


@dataclass(frozen=True, slots=True)
class Dot:
    """A place: where goods come from, pass, or arrive."""

    x: float
    y: float
    duty: str
    radius: float


@dataclass(frozen=True, slots=True)
class Line:
    """A lane; the more shipments, the wider."""

    path: str
    classes: str


@dataclass(frozen=True, slots=True)
class Label:
    """A title and a second line, placed in per cents so that type keeps its size."""

    x: float
    y: float
    anchor: str
    title: str
    second: str
    warning: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """One window of the map, ready for its template."""

    window: Window
    land: str
    grid: str
    lines: list[Line]
    dots: list[Dot]
    triangles: list[Point]
    labels: list[Label]


def drawn(pipeline: Pipeline, window: Window) -> Drawing:
    """Lay the pipeline over one window. What has no coordinates or lies outside is left out."""
    at = {place.pk: point for place in pipeline.places if (point := _point(place, window))}
    dots = [Dot(*at[place.pk], *_duty(place)) for place in pipeline.places if place.pk in at]
    most = max((lane.shipments for lane in pipeline.lanes), default=1)
    lines = [
        Line(
            world_map.lane(window, lane.mode, _degrees(lane.start), _degrees(lane.end)),
            f"{LEG.get(lane.mode, 'inl')} w{1 + round(3 * lane.shipments / most)}",
        )
        for lane in pipeline.lanes
        if lane.start.pk in at and lane.end.pk in at
    ]
    warned = [
        (at[found.place_id], found)
        for found in pipeline.disruptions
        if found.place_id is not None and found.place_id in at
    ]
    wanted = [*_warnings(warned), *_places(pipeline.places, at, [point for point, _ in warned])]
    taken = [(x - 8, y - 8, x + 8, y + 8) for x, y in {point for point, _ in warned}]
    taken += [(dot.x - 2, dot.y - 2, dot.x + 2, dot.y + 2) for dot in dots]
    return Drawing(
        window=window,
        land=world_map.land(window),
        grid=world_map.grid(window),
        lines=lines,
        dots=dots,
        triangles=sorted({point for point, _ in warned}),
        labels=laid(wanted, taken, window),
    )


def _point(place: Place, window: Window) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    point = window.place(float(place.latitude), float(place.longitude))
    return point if window.holds(point) else None


def _degrees(place: Place) -> Point:
    return float(place.latitude or 0), float(place.longitude or 0)


def _duty(place: Place) -> tuple[str, float]:
    if place.country_code == "IL":
        return "dest", 4.5
    return ("port", 4) if place.country_code == "US" else ("src", 3)


def _warnings(warned: list[tuple[Point, Disruption]]) -> Iterable[tuple[Point, str, str, bool]]:
    """One label for each place that something is wrong at, whatever the number of reports."""
    by_point: dict[Point, list[Disruption]] = {}
    for point, disruption in warned:
        by_point.setdefault(point, []).append(disruption)
    for point, found in by_point.items():
        place = found[0].place
        kinds = found[0].kind.capitalize() if len(found) == 1 else f"{len(found)} reports"
        yield point, place.name if place else found[0].place_as_printed, kinds, True


def _places(
    places: list[Place], at: dict[int, Point], warned: list[Point]
) -> Iterable[tuple[Point, str, str, bool]]:
    """One label for each group of places that stand close together in one country."""
    groups: list[list[Place]] = []
    for place in places:
        if place.pk not in at or at[place.pk] in warned:
            continue
        for group in groups:
            if place.country == group[0].country and _near(at[place.pk], at[group[0].pk]):
                group.append(place)
                break
        else:
            groups.append([place])
    for group in sorted(groups, key=len, reverse=True):
        first = min(group, key=lambda place: at[place.pk][1])
        if len(group) <= 2:
            names = ", ".join(place.name for place in group)
            yield at[first.pk], names, first.country, False
        else:
            yield at[first.pk], first.country, f"{len(group)} ports and bases", False


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < NEAR and abs(one[1] - other[1]) < 2 * NEAR


def laid(
    wanted: Iterable[tuple[Point, str, str, bool]],
    taken: list[tuple[float, float, float, float]],
    window: Window,
) -> list[Label]:
    """Put each label where no other is: right, left, above or below its point; else nowhere."""
    laid = []
    for (x, y), name, more, warning in wanted:
        title, second = _cut(name), "" if more == name else _cut(more)
        width = LETTER * max(len(title), len(second))
        height = LINE * (2 if second else 1)
        for left, top, anchor in (
            (x + GAP, y - LINE * 0.7, "start"),
            (x - GAP - width, y - LINE * 0.7, "end"),
            (x - width / 2, y - GAP - height, "middle"),
            (x - width / 2, y + GAP * 0.7, "middle"),
        ):
            box = (left, top, left + width, top + height)
            if _inside(box, window) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                edge = {"start": left, "end": left + width, "middle": left + width / 2}[anchor]
                laid.append(
                    Label(
                        round(100 * edge / window.width, 2),
                        round(100 * (top + LINE * 0.8) / window.height, 2),
                        anchor,
                        title,
                        second,
                        warning,
                    )
                )
                break
    return laid


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _inside(box: tuple[float, float, float, float], window: Window) -> bool:
    return (
        box[0] >= 2 and box[1] >= 2 and box[2] <= window.width - 2 and box[3] <= window.height - 2
    )


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
