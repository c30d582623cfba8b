"""What the services answer to somebody who ships or expedites what a hold covers."""

from __future__ import annotations

from typing import Any

import pytest

from shipments.models import Expedite, Milestone, ShipmentLine
from shipments.services import expedites, milestones, shipments
from shipments.services.refusal import Refused
from shipments.services.shipments import LineEntry, ShipmentEntry
from tests.factories import (
    HoldFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.flags import FlagFactory
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

HELD = (
    "EX-1 is held since 20 Nov 2026: Suspended (Decision 12). "
    "Only two people with the compliance role can release it."
)


def hold(**on: Any) -> None:
    HoldFactory(kind="Suspended", legal_basis="Decision 12", **on)


def test_a_held_order_is_not_logged_on_a_shipment() -> None:
    order = standing_order(reference="EX-1", quantity=100)
    hold(order=order)
    entry = ShipmentEntry(
        mode="sea",
        from_place=PlaceFactory().code,
        to_place=PlaceFactory().code,
        lines=(LineEntry("EX-1", 10),),
        tcn="BISZZZ63240001XXX",
    )

    with pytest.raises(Refused) as refused:
        shipments.log(entry, by=UserFactory(), at=AT)

    assert [(p.field, p.code, p.message) for p in refused.value.problems] == [
        ("lines.0.order", "held", HELD)
    ]
    assert not ShipmentLine.objects.exists()


def test_nothing_is_logged_for_a_held_place() -> None:
    standing_order(reference="EX-1", quantity=100)
    port = PlaceFactory(code="XWPORT1")
    hold(order=None, place=port)
    entry = ShipmentEntry(
        mode="sea",
        from_place=PlaceFactory().code,
        to_place=port.code,
        lines=(LineEntry("EX-1", 10),),
        tcn="BISZZZ63240001XXX",
    )

    with pytest.raises(Refused) as refused:
        shipments.log(entry, by=UserFactory(), at=AT)

    assert [(p.field, p.code, p.message) for p in refused.value.problems] == [
        ("lines", "shipment_line_not_while_held", HELD)
    ]
    assert not ShipmentLine.objects.exists()


def test_a_shipment_of_a_held_order_does_not_depart() -> None:
    order = standing_order(reference="EX-1")
    shipment = ShipmentFactory()
    ShipmentLineFactory(shipment=shipment, order=order)
    hold(order=order)

    with pytest.raises(Refused) as refused:
        milestones.record(
            tcn=shipment.tcn,
            kind="departed",
            classifier="actual",
            occurs_on=TODAY,
            source="Carrier",
            by=UserFactory(),
            at=AT,
        )

    assert [(p.code, p.message) for p in refused.value.problems] == [
        ("milestone_not_departed_while_held", HELD)
    ]
    assert not Milestone.objects.exists()


def test_a_held_order_is_not_taken_up() -> None:
    order = standing_order(reference="EX-1")
    FlagFactory(order=order)
    hold(order=order)

    with pytest.raises(Refused) as refused:
        expedites.take_up(reference="EX-1", by=UserFactory(), at=AT)

    assert [(p.code, p.message) for p in refused.value.problems] == [("held", HELD)]
    assert not Expedite.objects.exists()
