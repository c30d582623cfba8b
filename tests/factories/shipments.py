from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from shipments.models import (
    Discrepancy,
    Document,
    ItemHazard,
    Leg,
    Milestone,
    Package,
    PackageContent,
    Place,
    Receipt,
    Shipment,
    ShipmentLine,
)
from tests.factories.moments import AT
from tests.factories.orders import ItemFactory, OrderFactory
from tests.factories.people import UserFactory


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

    # Of another day than the numbers that tests choose, so that none is ever given twice.
    tcn = factory.Sequence(lambda n: f"BISZZZ6300{n:04d}XXX")
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
    reported_at = factory.SelfAttribute("recorded_at")
    recorded_at = AT


class LegFactory(DjangoModelFactory[Leg]):
    class Meta:
        model = Leg

    shipment = factory.SubFactory(ShipmentFactory)
    sequence = 1
    mode = "sea"
    from_place = factory.SelfAttribute("shipment.from_place")
    to_place = factory.SelfAttribute("shipment.to_place")
    planned_at = AT


class PackageFactory(DjangoModelFactory[Package]):
    class Meta:
        model = Package

    shipment = factory.SubFactory(ShipmentFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = "pallet"


class PackageContentFactory(DjangoModelFactory[PackageContent]):
    class Meta:
        model = PackageContent

    line = factory.SubFactory(ShipmentLineFactory)
    package = factory.SubFactory(PackageFactory, shipment=factory.SelfAttribute("..line.shipment"))
    quantity = 1


class ReceiptFactory(DjangoModelFactory[Receipt]):
    class Meta:
        model = Receipt

    line = factory.SubFactory(ShipmentLineFactory)
    quantity = 10
    received_on = date(2026, 11, 19)
    source = "Fictional depot"
    recorded_at = AT


class DiscrepancyFactory(DjangoModelFactory[Discrepancy]):
    class Meta:
        model = Discrepancy

    line = factory.SubFactory(ShipmentLineFactory)
    kind = "shortage"
    quantity = 2
    to_replace = factory.LazyAttribute(lambda of: 0 if of.kind == "overage" else of.quantity)
    number = factory.Sequence(lambda n: f"A{n:04d}-IS-ZZZ")
    found_on = date(2026, 11, 19)
    recorded_at = AT


class ItemHazardFactory(DjangoModelFactory[ItemHazard]):
    class Meta:
        model = ItemHazard

    item = factory.SubFactory(ItemFactory)
    is_explosive = True
    un_number = "0168"
    proper_shipping_name = "Projectiles, with bursting charge"
    division = "1.1"
    compatibility_group = "D"
    net_explosive_kg = Decimal("6.9")
    source = "Fictional data sheet"
    recorded_at = AT


class DocumentFactory(DjangoModelFactory[Document]):
    class Meta:
        model = Document

    shipment = factory.SubFactory(ShipmentFactory)
    kind = "bill_of_lading"
    name = "bill.pdf"
    media_type = "application/pdf"
    size = 4
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    added_at = AT
    added_by = factory.SubFactory(UserFactory)
