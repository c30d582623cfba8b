from __future__ import annotations

from datetime import date

import pytest

from shipments.expedite import sentence
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import MilestoneFactory, ShipmentFactory, ShipmentLineFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

YESTERDAY = date(2026, 11, 19)


def received(order, quantity):
    shipment = ShipmentFactory()
    ShipmentLineFactory(shipment=shipment, order=order, quantity=quantity)
    MilestoneFactory(shipment=shipment, kind="received", occurs_on=date(2026, 11, 18))
    recompute([order.pk], at=AT)


def test_on_the_required_day_itself_it_does_not_hold():
    order = quiet(required_on=TODAY)

    judge()

    assert "past_required_date" not in reasons(order)


@pytest.mark.parametrize(("urgent", "kind"), [(False, "speed_up"), (True, "chase")])
def test_the_day_after_it_holds_for_routine_and_urgent_alike(urgent, kind):
    order = quiet(required_on=YESTERDAY, urgent=urgent)

    judge()

    found = flag(order, "past_required_date")
    assert (found.kind, found.points, found.since) == (kind, 40, TODAY)
    assert found.evidence == {
        "required_on": "2026-11-19",
        "required_on_precision": "day",
        "basis": "required date",
        "ordered": 100,
        "unit": "EA",
    }
    assert sentence(found, TODAY) == (
        "Required date 19 Nov passed 1 day ago; no delivery of it is on record, 100 EA missing."
    )


def test_part_of_it_received_leaves_the_rest_missing():
    order = quiet(required_on=YESTERDAY)
    received(order, 60)

    judge()

    assert sentence(flag(order, "past_required_date"), date(2026, 11, 30)) == (
        "Required date 19 Nov passed 11 days ago; 40 of 100 EA not delivered."
    )


def test_all_of_it_received_clears_it():
    order = quiet(required_on=YESTERDAY)
    judge()
    received(order, 100)

    judge()

    assert reasons(order) == set()
    assert order.flags.get(reason="past_required_date").cleared_because == "Order received"


def test_an_estimated_completion_known_to_the_year_stays_a_year():
    order = quiet(
        required_on=date(2025, 12, 31),
        required_on_precision="year",
        required_basis="estimated completion",
        quantity=None,
        unit_of_issue="",
    )

    judge()

    found = flag(order, "past_required_date")
    assert found.since == date(2026, 1, 1)
    assert sentence(found, TODAY) == (
        "Estimated completion 2025 passed at least 324 days ago; no delivery of it is on record."
    )


def test_a_year_that_has_not_ended_is_not_past():
    order = quiet(required_on=date(2026, 12, 31), required_on_precision="year")

    judge()

    assert "past_required_date" not in reasons(order)


def test_an_up_to_has_no_exact_remainder():
    order = quiet(required_on=YESTERDAY, quantity_qualifier="up to")
    received(order, 60)

    judge()

    assert sentence(flag(order, "past_required_date"), TODAY) == (
        "Required date 19 Nov passed 1 day ago; 60 EA delivered, and nothing says that it was all."
    )


def test_what_is_delivered_of_an_unpublished_quantity_is_not_called_a_part():
    order = quiet(required_on=YESTERDAY, quantity=None)
    received(order, 60)

    judge()

    assert sentence(flag(order, "past_required_date"), TODAY) == (
        "Required date 19 Nov passed 1 day ago; 60 EA delivered, and nothing says that it was all."
    )
