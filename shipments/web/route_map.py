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


def drawn(page: ShipmentPage, window: Window, *, today: date) -> Drawing | None:
    """Draw the route on one window; None where an end has no coordinates or lies outside it."""
    shipment = page.shipment
    start, end = _at(shipment.from_place, window), _at(shipment.to_place, window)
    if start is None or end is None:
        return None
    here = {
        ShipmentState.DEPARTED.value: shipment.from_place,
        ShipmentState.IN_TRANSIT.value: shipment.from_place,
        ShipmentState.ARRIVED.value: shipment.to_place,
        ShipmentState.RECEIVED.value: shipment.to_place,
    }.get(page.state)
    mode = LEG.get(shipment.mode, "inl")
    rest = "" if page.state in (ShipmentState.ARRIVED, ShipmentState.RECEIVED) else " rest"
    path = world_map.lane(
        window, shipment.mode, _degrees(shipment.from_place), _degrees(shipment.to_place)
    )
    dots = [Dot(*start, "port", 5), Dot(*end, "port", 5)]
    if here and (last := _at(here, window)):
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
        lines=[Line(path, f"{mode} w3{rest}")],
        dots=dots,
        triangles=[],
        labels=labels if east != west else labels[:1],
    )


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
    stage = page.departure
    if stage.actual_on:
        return f"Departed {show(stage.actual_on, 'day', relative_to=today)}"
    day = stage.estimated_on or stage.planned_on
    return f"Leaves {show(day, 'day', relative_to=today)}" if day else "Not departed"


def _reached(page: ShipmentPage, today: date) -> str:
    stage = page.arrival
    if stage.actual_on:
        return f"Arrived {show(stage.actual_on, 'day', relative_to=today)}"
    day = stage.estimated_on or stage.planned_on
    return f"Expected {show(day, 'day', relative_to=today)}" if day else ""
