"""Shipments in sheets that a hold, or what was decided about them since, keeps as they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import Milestone, Shipment, ShipmentLine
from tests.factories.expediting import HoldFactory
from tests.factories.moments import AT
from tests.factories.orders import OrderFactory
from tests.factories.people import UserFactory
from tests.factories.shipments import LegFactory, PlaceFactory
from tests.intake.sheets.applying import apply
from tests.intake.sheets.shipping import OTHER, ROW, TCN, THIRD

pytestmark = pytest.mark.usefixtures("two_orders")
LATER = AT + timedelta(days=3)


def test_a_held_order_does_not_ship():
    HoldFactory(
        order=OrderFactory(reference="Q3"), kind="End-use note unsigned", legal_basis="A rule"
    )

    found = apply(
        "shipments", {**ROW, "order_reference": "Q3"}, {**ROW, "tcn": OTHER, "quantity": 1}
    )

    message = (
        "Q3 is held since 20 Nov 2026: End-use note unsigned (A rule). "
        "Only two people with the compliance role can release it."
    )
    assert found == [
        ("refused", "order_reference", "held", message),
        ("created", OTHER, None),
    ]
    assert Shipment.objects.get().tcn == OTHER


def test_nothing_goes_by_a_place_that_is_held():
    place = PlaceFactory(code="ZZCCC")
    HoldFactory(order=None, place=place, kind="Closed yard", legal_basis="A rule")

    found = apply("shipments", {**ROW, "from_place": "ZZCCC"})

    message = (
        "Q1 is held since 20 Nov 2026: Closed yard (A rule). "
        "Only two people with the compliance role can release it."
    )
    assert found == [("refused", "order_reference", "held", message)]


def test_a_held_shipment_does_not_leave_but_one_that_left_may_arrive():
    apply("shipments", ROW, {**ROW, "tcn": OTHER, "departed_on": date(2026, 11, 1)})
    HoldFactory(order=ShipmentLine.objects.first().order, legal_basis="A rule")

    found = apply(
        "shipments",
        {**ROW, "departed_on": date(2026, 11, 2)},
        {**ROW, "tcn": OTHER, "departed_on": date(2026, 11, 1), "arrived_on": date(2026, 11, 9)},
        said=LATER,
    )

    assert found[0][:3] == ("refused", "tcn", "held")
    assert found[1] == ("changed", OTHER, {"arrived_on": [None, "2026-11-09"]})
    assert not Milestone.objects.filter(shipment__tcn=TCN).exists()


def test_what_was_cancelled_closed_released_or_planned_anew_is_left_alone():
    rows = [{**ROW, "tcn": tcn, "quantity": 1} for tcn in (TCN, OTHER, THIRD)]
    fourth = {**ROW, "tcn": "BISZZZ63240004XXX", "quantity": 1}
    apply("shipments", *rows, fourth)
    person = UserFactory()
    Shipment.objects.filter(tcn=TCN).update(cancelled_at=AT, cancelled_because="Logged twice.")
    Shipment.objects.filter(tcn=OTHER).update(closed_at=AT, closed_by=person)
    Shipment.objects.filter(tcn=THIRD).update(released_at=AT, released_by=person)
    LegFactory(shipment=Shipment.objects.get(tcn=fourth["tcn"]))

    changed = apply(
        "shipments",
        *({**row, "quantity": 2} for row in rows),
        {**fourth, "mode": "air"},
        said=LATER,
    )

    assert [each[2:] for each in changed] == [
        ("cancelled", f"{TCN} is cancelled. Log a new shipment."),
        ("closed", f"{OTHER} is closed: nothing of it changes any more."),
        ("released", f"{THIRD} is released as it is. Take its release back first."),
        (
            "under_way",
            (
                "BISZZZ63240004XXX is planned, released or under way as it is. Plan its legs on "
                "its page."
            ),
        ),
    ]
    assert set(ShipmentLine.objects.values_list("quantity", flat=True)) == {1}
    again = apply("shipments", *rows, said=LATER)
    assert [each[0] for each in again] == ["unchanged"] * 3
