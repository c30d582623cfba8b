from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.forms import model_to_dict

from shipments.models import Order, Standing
from shipments.standing.recompute import recompute
from tests.factories import (
    ContractFactory,
    MilestoneFactory,
    OrderFactory,
    PromiseFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import due_orders

pytestmark = pytest.mark.django_db


def standing_of(order: Order) -> Standing:
    recompute([order.pk], at=AT)
    return Standing.objects.get(order=order)


def aboard(order: Order, quantity: int, *milestones: tuple[str, str, date]) -> None:
    line = ShipmentLineFactory(order=order, quantity=quantity)
    for kind, classifier, day in milestones:
        MilestoneFactory(shipment=line.shipment, kind=kind, classifier=classifier, occurs_on=day)


def test_a_possible_sale_stands_notified_and_is_not_open():
    order = OrderFactory(
        possible_sale=True, ordered_on=None, ordered_on_precision="", acknowledged_on=None
    )

    standing = standing_of(order)

    assert (standing.status, standing.is_open) == ("notified", False)


def test_an_order_under_a_contract_stands_on_contract():
    order = OrderFactory(case=None, contract=ContractFactory())

    standing = standing_of(order)

    assert (standing.status, standing.is_open) == ("on_contract", True)


def test_the_last_recorded_promise_holds_and_later_moves_are_counted():
    order = OrderFactory()
    for minutes, day in ((0, 1), (1, 12), (2, 5), (3, 20)):
        PromiseFactory(
            order=order, ship_on=date(2027, 1, day), recorded_at=AT + timedelta(minutes=minutes)
        )

    standing = standing_of(order)

    assert standing.status == "promised"
    assert standing.first_promised_ship_on == date(2027, 1, 1)
    assert standing.promised_ship_on == date(2027, 1, 20)
    assert standing.promises_moved_later == 2
    assert standing.expected_ship_on == date(2027, 1, 20)
    assert standing.expected_delivery_on == date(2027, 2, 19)
    assert standing.expected_basis == "promise plus 30 days, a planning figure"


@pytest.mark.parametrize(
    ("milestones", "status", "departed", "received"),
    [
        ((), "shipment_logged", 0, 0),
        ((("departed", "planned", date(2026, 11, 1)),), "shipment_logged", 0, 0),
        ((("departed", "actual", date(2026, 11, 1)),), "in_transit", 100, 0),
        ((("arrived", "actual", date(2026, 11, 9)),), "in_transit", 100, 0),
        ((("received", "actual", date(2026, 11, 9)),), "received", 100, 100),
    ],
)
def test_status_follows_what_happened(milestones, status, departed, received):
    order = OrderFactory(quantity=100)
    aboard(order, 100, *milestones)

    standing = standing_of(order)

    assert standing.status == status
    assert standing.shipped_quantity == 100
    assert standing.departed_quantity == departed
    assert standing.received_quantity == received
    assert standing.is_open is (status != "received")


def test_part_received_stays_open():
    order = OrderFactory(quantity=100)
    aboard(order, 40, ("received", "actual", date(2026, 11, 9)))

    standing = standing_of(order)

    assert (standing.status, standing.is_open) == ("part_received", True)


def test_without_a_published_quantity_nothing_counts_as_wholly_received():
    order = OrderFactory(quantity=None)
    aboard(order, 40, ("received", "actual", date(2026, 11, 9)))

    standing = standing_of(order)

    assert (standing.status, standing.is_open) == ("part_received", True)


def test_a_retracted_departure_did_not_happen():
    order = OrderFactory(quantity=100)
    line = ShipmentLineFactory(order=order, quantity=100)
    wrong = MilestoneFactory(shipment=line.shipment)
    MilestoneFactory(shipment=line.shipment, retracts=wrong, reason="Wrong ship")

    standing = standing_of(order)

    assert (standing.status, standing.departed_quantity) == ("shipment_logged", 0)


def test_a_cancelled_shipment_carries_nothing():
    order = OrderFactory(quantity=100)
    shipment = ShipmentFactory()
    ShipmentLineFactory(order=order, shipment=shipment, quantity=100)
    shipment.cancelled_at, shipment.cancelled_because = AT, "Logged twice"
    shipment.save()

    standing = standing_of(order)

    assert (standing.status, standing.shipped_quantity) == ("ordered", 0)


def test_the_arrival_of_everything_shipped_is_the_expected_delivery():
    order = OrderFactory(quantity=100)
    PromiseFactory(order=order)
    aboard(
        order,
        60,
        ("arrived", "planned", date(2026, 12, 1)),
        ("arrived", "estimated", date(2026, 12, 9)),
    )
    aboard(order, 40, ("arrived", "planned", date(2026, 12, 3)))

    standing = standing_of(order)

    assert standing.expected_delivery_on == date(2026, 12, 9)
    assert standing.expected_basis == "arrival of its shipments"


@pytest.mark.parametrize(
    ("designator", "urgency", "is_routine"),
    [
        (None, "routine", True),
        (None, "urgent", False),
        (8, "routine", False),
        (9, "routine", True),
        (13, "emergency", True),
    ],
)
def test_routine_is_issue_group_three_or_no_designator(designator, urgency, is_routine):
    order = OrderFactory(priority_designator=designator, urgency=urgency)

    assert standing_of(order).is_routine is is_routine


def test_recomputing_again_gives_the_same_row():
    order = OrderFactory()
    PromiseFactory(order=order)
    first = model_to_dict(standing_of(order))

    again = model_to_dict(standing_of(order))

    assert again == first


def test_recomputing_all_counts_every_order():
    OrderFactory.create_batch(3)

    assert recompute(None, at=AT) == 3
    assert due_orders() == {None}


def test_recomputed_orders_are_to_be_judged():
    order = OrderFactory()
    OrderFactory()

    recompute([order.pk], at=AT)

    assert due_orders() == {order.pk}


def test_recomputing_none_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert recompute([], at=AT) == 0


@pytest.mark.django_db(transaction=True)
def test_every_order_is_recomputed_outside_a_transaction_too():
    OrderFactory.create_batch(2)

    assert recompute(None, at=AT) == 2


def test_a_promise_for_the_last_day_there_is_leaves_a_standing_that_can_be_read():
    order = OrderFactory()
    PromiseFactory(order=order, ship_on=date.max)

    standing = standing_of(order)

    assert (standing.promised_ship_on, standing.expected_delivery_on) == (date.max, date.max)
