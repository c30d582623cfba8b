"""Where an order stands when somebody counted what came."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shipments.models import Order, ShipmentLine, Standing
from shipments.standing.recompute import recompute
from tests.factories import (
    DiscrepancyFactory,
    MilestoneFactory,
    OrderFactory,
    PlaceFactory,
    ReceiptFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import stale_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Order:
    return OrderFactory(quantity=100)


def aboard(order: Order, quantity: int = 100, **fields: Any) -> ShipmentLine:
    return ShipmentLineFactory(order=order, quantity=quantity, **fields)


def standing(order: Order) -> Standing:
    recompute([order.pk], at=AT)
    return Standing.objects.get(order=order)


def test_a_receipt_without_a_word_of_departure_or_arrival_tells_of_both(order):
    ReceiptFactory(line=aboard(order), quantity=40)

    now = standing(order)

    assert (now.status, now.departed_quantity, now.received_quantity) == ("part_received", 100, 40)
    assert now.next_milestone_due_on == date(2026, 11, 24)


def test_where_somebody_counted_an_entry_that_all_came_says_no_more(order):
    line = aboard(order)
    MilestoneFactory(shipment=line.shipment, kind="received", occurs_on=date(2026, 11, 18))
    whole = standing(order).received_quantity
    ReceiptFactory(line=line, quantity=40)

    now = standing(order)

    assert (whole, now.received_quantity, now.status) == (100, 40, "part_received")


def test_of_what_was_said_to_have_come_a_report_takes_its_part_off(order):
    line = aboard(order)
    MilestoneFactory(shipment=line.shipment, kind="received", occurs_on=date(2026, 11, 18))
    DiscrepancyFactory(line=line, quantity=5)
    DiscrepancyFactory(line=line, kind="damage", quantity=2)

    now = standing(order)

    assert (now.received_quantity, now.missing_quantity, now.is_open) == (93, 7, True)


def test_a_retracted_receipt_did_not_happen(order):
    wrong = ReceiptFactory(line=aboard(order), quantity=40)
    ReceiptFactory(line=wrong.line, quantity=40, retracts=wrong, reason="Counted twice")

    now = standing(order)

    assert (now.status, now.departed_quantity, now.received_quantity) == ("shipment_logged", 0, 0)


@pytest.mark.parametrize("kind", ["passed", "arrived_at_stop", "left_stop"])
def test_what_was_heard_of_on_its_way_has_departed(order, kind):
    line = aboard(order)
    stop = PlaceFactory()
    MilestoneFactory(shipment=line.shipment, kind=kind, place=stop, occurs_on=date(2026, 11, 12))

    now = standing(order)

    assert (now.status, now.departed_quantity) == ("in_transit", 100)


def test_what_is_missing_is_expected_with_the_next_promise_and_not_with_the_first_shipment(order):
    line = aboard(order)
    MilestoneFactory(shipment=line.shipment, occurs_on=date(2026, 11, 10))
    before = standing(order).expected_ship_on
    DiscrepancyFactory(line=line, quantity=5)

    now = standing(order)

    assert (before, now.expected_ship_on) == (date(2026, 11, 10), None)


def test_nothing_is_awaited_of_what_is_counted_or_reported_in_full(order):
    line = aboard(order)
    MilestoneFactory(shipment=line.shipment, occurs_on=date(2026, 11, 10))
    ReceiptFactory(line=line, quantity=95)
    waits = standing(order).next_milestone_due_on
    DiscrepancyFactory(line=line, quantity=5)

    assert waits == date(2026, 11, 24)
    assert standing(order).next_milestone_due_on is None


def test_a_receipt_asks_for_every_order_of_its_shipment_to_be_computed_again(order):
    line = aboard(order)
    other = aboard(OrderFactory(), 10, shipment=line.shipment)
    recompute([line.order_id, other.order_id], at=AT)

    ReceiptFactory(line=line, quantity=1)

    assert stale_orders() == {line.order_id, other.order_id}


def test_a_report_is_something_heard(order):
    line = aboard(order)
    DiscrepancyFactory(line=line, quantity=5)

    assert standing(order).last_heard_on == TODAY
