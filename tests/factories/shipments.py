from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from shipments.models import Milestone, Place, Shipment, ShipmentLine
from tests.factories.moments import AT
from tests.factories.orders import OrderFactory


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"ZZ{n:03d}")
    name = factory.Sequence(lambda n: f"Fictional Port {n}")
    kind = "seaport"
    recorded_at = AT


class ShipmentFactory(DjangoModelFactory[Shipment]):
    class Meta:
        model = Shipment

    tcn = factory.Sequence(lambda n: f"BISZZZ6324{n:04d}XXX")
    mode = "sea"
    from_place = factory.SubFactory(PlaceFactory)
    to_place = factory.SubFactory(PlaceFactory)
    logged_at = AT


class ShipmentLineFactory(DjangoModelFactory[ShipmentLine]):
    class Meta:
        model = ShipmentLine

    shipment = factory.SubFactory(ShipmentFactory)
    order = factory.SubFactory(OrderFactory)
    quantity = 10


class MilestoneFactory(DjangoModelFactory[Milestone]):
    class Meta:
        model = Milestone

    shipment = factory.SubFactory(ShipmentFactory)
    kind = "departed"
    classifier = "actual"
    occurs_on = date(2026, 11, 10)
    source = "Carrier"
    reported_at = AT
    recorded_at = AT
