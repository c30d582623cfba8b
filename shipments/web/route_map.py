"""The way of one shipment on the map: where from, where to, and where it was last heard of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shipments.domain.partial_date import show
from shipments.models.choices import ShipmentState
from shipments.web import world_map
from shipments.web.pipeline_map import LEG, Dot, Drawing, Label, Line

if TYPE_CHECKING:
    from datetime import date

    from shipments.models import Place
    from shipments.queries.shipment_page import ShipmentPage
    from shipments.web.world_map import Point, Window

# Drawing units from a dot to the first line of its label, below it or above.
UNDER, OVER = 20, -26
NARROW_WIDTH = 500
_THERE = {ShipmentState.ARRIVED, ShipmentState.RECEIVED, ShipmentState.CLOSED}


def drawn(page: ShipmentPage, window: Window, *, today: date) -> Drawing | None:
    """Draw the route on one window; None where an end has no coordinates or lies outside it.

    Legs that are over are drawn through, those to come dashed. A stop that is on no map is passed
    over.
    """
    shipment = page.shipment
    start, end = _at(shipment.from_place, window), _at(shipment.to_place, window)
    if start is None or end is None:
        return None
    legs = _legs(page, window)
    stops = {place.pk: at for _, _, place, _ in legs if (at := _at(place, window))}
    dots = [Dot(*at, "port", 5) for at in {start, *stops.values(), end}]
    if (here := _here(page)) and (last := _at(here, window)):
        dots += [Dot(*last, "halo", 12), Dot(*last, "now", 6)]
    west, east = (start, end) if start[0] <= end[0] else (end, start)
    labels = [
        _label(start, window, shipment.from_place.name, _left(page, today), west=start == west),
        _label(end, window, shipment.to_place.name, _reached(page, today), west=end == west),
    ]
    return Drawing(
        window=window,
        land=world_map.land(window),
        grid=world_map.grid(window),
        lines=[
            Line(
                world_map.lane(window, mode, _degrees(begins), _degrees(ends)),
                f"{LEG.get(mode, 'inl')} w3{'' if is_over else ' rest'}",
            )
            for mode, begins, ends, is_over in legs
        ],
        dots=dots,
        triangles=[],
        labels=labels if east != west else labels[:1],
    )


def _legs(page: ShipmentPage, window: Window) -> list[tuple[str, Place, Place, bool]]:
    """Mode, both ends and whether it is over, from one place on the map to the next."""
    found = []
    begins = page.shipment.from_place
    for stretch in page.way.stretches:
        if stretch.leg and _at(stretch.leg.to_place, window):
            ends = stretch.leg.to_place
            over = stretch.is_over or page.state in _THERE
            found.append((stretch.leg.mode, begins, ends, over))
            begins = ends
    return found


def _here(page: ShipmentPage) -> Place | None:
    """Where it was last heard of, once it has left."""
    if page.state in _THERE:
        return page.shipment.to_place
    if page.state in {ShipmentState.DEPARTED, ShipmentState.IN_TRANSIT}:
        return page.standing.last_place or page.shipment.from_place
    return None


def _at(place: Place, window: Window) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    point = window.place(*_degrees(place))
    return point if window.holds(point) else None


def _degrees(place: Place) -> Point:
    return float(place.latitude or 0), float(place.longitude or 0)


def _label(at: Point, window: Window, title: str, second: str, *, west: bool) -> Label:
    """Towards the inside of the drawing; on a narrow one the two ends part, below and above."""
    x = min(max(at[0], 8), window.width - 8)
    away = OVER if not west and window.width < NARROW_WIDTH else UNDER
    return Label(
        round(100 * x / window.width, 2),
        round(100 * (at[1] + away) / window.height, 2),
        "start" if west else "end",
        title,
        second,
        warning=False,
    )


def _left(page: ShipmentPage, today: date) -> str:
    if page.standing.departed_on:
        return f"Departed {show(page.standing.departed_on, 'day', relative_to=today)}"
    stage = page.departure
    day = stage.estimated_on or stage.planned_on
    return f"Leaves {show(day, 'day', relative_to=today)}" if day else "Not departed"


def _reached(page: ShipmentPage, today: date) -> str:
    standing = page.standing
    if standing.arrived_on:
        return f"Arrived {show(standing.arrived_on, 'day', relative_to=today)}"
    day = standing.expected_arrival_on
    return f"Expected {show(day, 'day', relative_to=today)}" if day else ""
