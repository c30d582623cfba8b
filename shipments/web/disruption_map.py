"""Disruptions and ways round them drawn: a triangle for each, today's way, the others dotted."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from shipments.web import world_map
from shipments.web.pipeline_map import LEG, Dot, Drawing, Line, laid
from shipments.web.world_map import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shipments.models import Disruption, Place
    from shipments.routing.going import Stretch
    from shipments.routing.options import Option, Options
    from shipments.web.world_map import Point

# From the west coast of the Americas to Malacca, and round the Cape.
WIDE = Window(west=-125, east=115, south=-48, north=64, width=900)
NARROW = Window(west=-98, east=66, south=-46, north=64, width=390)
_NEAR_EDGE = 180


def of_place(found: Disruption, window: Window) -> Drawing | None:
    """Where it is, alone; None where nobody knows or it lies outside the window."""
    if found.place is None or _at(found.place, window) is None:
        return None
    return _drawing(window, [], [], [found])


def of_routes(
    found: Options, window: Window, *, other: Option | None, around: Iterable[Disruption]
) -> Drawing | None:
    """Today's way and one other, with what lies in the way; None where neither can be drawn."""
    today, way = found.today, [*(other.stretches if other else ())]
    lines = [*_lines(today.stretches, window, "now"), *_lines(way, window, "rest")]
    if not lines:
        return None
    met = {each.pk: each for each in (*around, *today.crosses, *(other.crosses if other else ()))}
    ends = [stretch.start for stretch in (*today.stretches, *way)]
    ends += [stretch.end for stretch in (*today.stretches, *way)]
    return _drawing(window, lines, list({place.pk: place for place in ends}.values()), met.values())


def _drawing(
    window: Window, lines: list[Line], places: list[Place], met: Iterable[Disruption]
) -> Drawing:
    warned = [(point, each) for each in met if each.place and (point := _at(each.place, window))]
    points = [(point, place) for place in places if (point := _at(place, window))]
    dots = [Dot(*point, "port", 4) for point, _ in points]
    wanted = [
        (point, each.place.name, each.get_passability_display(), True)
        for point, each in warned
        if each.place
    ]
    wanted += [
        (point, place.name, place.country, False)
        for point, place in points
        if point not in {at for at, _ in warned}
    ]
    taken = [(x - 8, y - 8, x + 8, y + 8) for x, y in {point for point, _ in warned}]
    return Drawing(
        window=window,
        land=world_map.land(window),
        grid=world_map.grid(window),
        lines=lines,
        dots=dots,
        triangles=sorted({point for point, _ in warned}),
        labels=laid(wanted, taken, window),
    )


def _lines(stretches: Sequence[Stretch], window: Window, how: str) -> list[Line]:
    rest = " rest" if how == "rest" else ""
    return [
        Line(path, f"{LEG.get(stretch.mode, 'inl')} w2{rest}")
        for stretch in stretches
        if (path := _path(stretch, window))
    ]


def _path(stretch: Stretch, window: Window) -> str:
    """Cut at the date line, which no window shows."""
    parts: list[list[Point]] = [[]]
    for here, there in pairwise(stretch.points):
        parts[-1].append(window.place(*here))
        if abs(here[1] - there[1]) > _NEAR_EDGE:
            parts.append([])
    if stretch.points:
        parts[-1].append(window.place(*stretch.points[-1]))
    return "".join(
        world_map.path(world_map.thinned(part, world_map.HAIR)) for part in parts if len(part) > 1
    )


def _at(place: Place, window: Window) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    point = window.place(float(place.latitude), float(place.longitude))
    return point if window.holds(point) else None
