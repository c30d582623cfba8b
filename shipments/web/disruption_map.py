"""Disruptions and ways round them drawn: a triangle for each, today's way, the others dotted."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from shipments.routing.facts import degrees
from shipments.web import world_map
from shipments.web.pipeline_map import LEG, Dot, Drawing, Line, laid
from shipments.web.world_map import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shipments.models import Disruption, Place
    from shipments.routing.going import Stretch
    from shipments.routing.options import Options
    from shipments.web.world_map import Point

# The smaller first: the North Atlantic; then round the Cape, and on to Malacca.
WIDE = (world_map.WIDE, Window(west=-125, east=115, south=-48, north=64, width=900))
NARROW = (world_map.NARROW, Window(west=-98, east=66, south=-46, north=64, width=390))
MARGIN = 18
_NEAR_EDGE = 180


def of_place(found: Disruption, windows: Sequence[Window]) -> Drawing | None:
    """Where it is, alone; None where nobody knows or it lies outside every window."""
    point = degrees(found.place) if found.place else None
    window = _smallest(windows, [point]) if point else None
    return _drawing(window, [], [], [found]) if window else None


def of_routes(found: Options, windows: Sequence[Window]) -> Drawing | None:
    """Today's way as a line and the others dotted, with what lies on them; None where none can
    be drawn.
    """
    others = [stretch for option in found.others for stretch in option.stretches]
    stretches = [*found.today.stretches, *others]
    points = [point for stretch in stretches for point in stretch.points]
    if not points:
        return None
    window = _smallest(windows, points) or windows[-1]
    lines = [*_lines(found.today.stretches, window, "now"), *_lines(others, window, "rest")]
    met = {each.pk: each for option in (found.today, *found.others) for each in option.crosses}
    ends = {place.pk: place for each in stretches for place in (each.start, each.end)}
    return _drawing(window, lines, list(ends.values()), met.values())


def _smallest(windows: Sequence[Window], points: Iterable[Point]) -> Window | None:
    """The first that holds them all, with room for a label."""
    placed = list(points)
    for window in windows:
        inner = [window.place(*point) for point in placed]
        if all(
            MARGIN <= x <= window.width - MARGIN and MARGIN <= y <= window.height - MARGIN
            for x, y in inner
        ):
            return window
    return None


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
