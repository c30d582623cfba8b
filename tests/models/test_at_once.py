from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from shipments.models import Milestone, Order, Shipment, ShipmentLine
from tests.at_once import second_of_two
from tests.factories import (
    MilestoneFactory,
    OrderFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import TODAY
from tests.models.refusal import constraint_of

pytestmark = pytest.mark.django_db(transaction=True)


def refusal_of_the_second(first: Callable[[], Any], second: Callable[[], Any]) -> str:
    """Write the second while the first is written and not yet committed.

    :return: the constraint that refuses the second; empty when it is written.
    """
    try:
        second_of_two(first, second)
    except IntegrityError as error:
        return constraint_of(error)
    return ""


def test_of_two_lines_that_together_ship_too_much_one_is_written() -> None:
    order = OrderFactory(quantity=100)
    one, other = ShipmentFactory(), ShipmentFactory()

    refused = refusal_of_the_second(
        lambda: ShipmentLineFactory(shipment=one, order=order, quantity=60),
        lambda: ShipmentLineFactory(shipment=other, order=order, quantity=60),
    )

    assert refused == "order_not_shipped_beyond_quantity"
    assert [line.shipment for line in ShipmentLine.objects.all()] == [one]


def test_two_lines_at_once_that_fit_are_both_written() -> None:
    order = OrderFactory(quantity=100)
    one, other = ShipmentFactory(), ShipmentFactory()

    refused = refusal_of_the_second(
        lambda: ShipmentLineFactory(shipment=one, order=order, quantity=60),
        lambda: ShipmentLineFactory(shipment=other, order=order, quantity=40),
    )

    assert refused == ""
    assert ShipmentLine.objects.count() == 2


def test_a_quantity_is_not_lowered_under_a_line_just_being_written() -> None:
    order = OrderFactory(quantity=100)
    shipment = ShipmentFactory()

    refused = refusal_of_the_second(
        lambda: ShipmentLineFactory(shipment=shipment, order=order, quantity=100),
        lambda: Order.objects.filter(pk=order.pk).update(quantity=99),
    )

    assert refused == "order_not_shipped_beyond_quantity"
    assert Order.objects.get().quantity == 100


def test_a_line_does_not_slip_in_while_the_quantity_is_lowered() -> None:
    order = OrderFactory(quantity=100)
    shipment = ShipmentFactory()

    refused = refusal_of_the_second(
        lambda: Order.objects.filter(pk=order.pk).update(quantity=99),
        lambda: ShipmentLineFactory(shipment=shipment, order=order, quantity=100),
    )

    assert refused == "order_not_shipped_beyond_quantity"
    assert ShipmentLine.objects.count() == 0


def test_a_line_does_not_slip_in_while_its_order_is_cancelled() -> None:
    order = OrderFactory(quantity=100)
    shipment = ShipmentFactory()

    refused = refusal_of_the_second(
        lambda: Order.objects.filter(pk=order.pk).update(cancelled_on=TODAY),
        lambda: ShipmentLineFactory(shipment=shipment, order=order, quantity=100),
    )

    assert refused == "shipment_line_order_is_not_cancelled"
    assert ShipmentLine.objects.count() == 0


@pytest.mark.parametrize(("first", "second"), [("departed", "arrived"), ("arrived", "departed")])
def test_two_clerks_cannot_each_write_half_of_an_impossible_pair(first: str, second: str) -> None:
    shipment = ShipmentFactory()
    days = {"departed": date(2026, 11, 12), "arrived": date(2026, 11, 11)}

    refused = refusal_of_the_second(
        lambda: MilestoneFactory(shipment=shipment, kind=first, occurs_on=days[first]),
        lambda: MilestoneFactory(shipment=shipment, kind=second, occurs_on=days[second]),
    )

    assert refused == "milestone_arrival_not_before_departure"
    assert [milestone.kind for milestone in Milestone.objects.all()] == [first]


def test_of_two_shipments_under_one_tcn_one_is_logged() -> None:
    tcn = "BISZZZ63240001XXX"

    refused = refusal_of_the_second(
        lambda: ShipmentFactory(tcn=tcn, carrier="First"),
        lambda: ShipmentFactory(tcn=tcn, carrier="Second"),
    )

    assert refused == "shipments_shipment_tcn_key"
    assert Shipment.objects.get().carrier == "First"
