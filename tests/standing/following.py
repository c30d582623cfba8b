"""A shipment on its way, as tests of where it stands tell of it."""

from __future__ import annotations

from datetime import date, timedelta

from shipments.models import Shipment, ShipmentStanding
from shipments.standing.recompute import with_orders
from tests.factories import LaneFactory, LegFactory, MilestoneFactory, PlaceFactory
from tests.factories.moments import AT

LEFT = date(2026, 11, 10)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def stands(shipment: Shipment) -> ShipmentStanding:
    with_orders(shipment.pk, at=AT)
    return ShipmentStanding.objects.get(shipment=shipment)


def told(shipment: Shipment, kind: str, on: date = LEFT, classifier: str = "actual", **fields):
    return MilestoneFactory(
        shipment=shipment, kind=kind, occurs_on=on, classifier=classifier, **fields
    )


def by_legs(shipment: Shipment, *modes: str, **fields) -> list:
    """Legs by these modes with a stop between each two."""
    stops = [PlaceFactory() for _ in modes[1:]]
    ends = zip([shipment.from_place, *stops], [*stops, shipment.to_place], strict=True)
    for sequence, (mode, (start, end)) in enumerate(zip(modes, ends, strict=True), 1):
        LegFactory(
            shipment=shipment,
            sequence=sequence,
            mode=mode,
            from_place=start,
            to_place=end,
            **fields,
        )
    return stops


def lane(mode: str, start, end, planning_days: int):
    return LaneFactory(mode=mode, from_place=start, to_place=end, planning_days=planning_days)
