from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shipments.models import Promise
from shipments.standing.recompute import recompute
from tests.factories.moments import AT
from tests.factories.orders import ContractFactory, OrderFactory, PromiseFactory
from tests.factories.people import UserFactory
from tests.factories.shipments import MilestoneFactory, ShipmentFactory, ShipmentLineFactory
from tests.intake.sheets.applying import apply, touched

pytestmark = pytest.mark.django_db
ROW = {"order_reference": "Q1", "ship_on": date(2027, 1, 15), "said_on": date(2026, 11, 18)}
SAID = datetime(2026, 11, 18, tzinfo=UTC)


def test_a_promise_is_added_to_the_ledger_of_its_order():
    order = OrderFactory(reference="Q1")
    person = UserFactory()

    found = apply(
        "promises",
        {**ROW, "quantity": 40, "said_by": "A. Example", "channel": "email", "reason": "A part."},
        by=person,
    )

    assert found == [("created", "Q1", None)]
    assert touched() == {order.pk}
    promise = Promise.objects.get()
    assert (promise.order, promise.ship_on, promise.quantity) == (order, date(2027, 1, 15), 40)
    assert (promise.said_on, promise.said_by) == (date(2026, 11, 18), "A. Example")
    assert (promise.channel, promise.reason) == ("email", "A part.")
    assert (promise.reported_at, promise.recorded_at, promise.recorded_by) == (SAID, AT, person)
    assert promise.line == 2


@pytest.mark.parametrize(
    ("row", "reported_at", "said_on"),
    [
        ({}, AT, date(2026, 11, 20)),
        ({"said_on": date(2026, 11, 18)}, SAID, date(2026, 11, 18)),
        ({"as_of": AT - timedelta(days=1)}, AT - timedelta(days=1), date(2026, 11, 19)),
        (
            {"as_of": AT - timedelta(days=1), "said_on": date(2026, 11, 17)},
            AT - timedelta(days=1),
            date(2026, 11, 17),
        ),
    ],
)
def test_what_a_line_does_not_say_of_itself_its_file_does(row, reported_at, said_on):
    OrderFactory(reference="Q1")

    apply("promises", {"order_reference": "Q1", "ship_on": date(2027, 1, 15), **row})

    promise = Promise.objects.get()
    assert (promise.reported_at, promise.said_on) == (reported_at, said_on)
    assert (promise.said_by, promise.channel) == ("Depot Nowhere", "transaction")


def test_an_order_is_found_by_any_of_its_numbers():
    OrderFactory(reference="Q1", document_number="BISZZZ63240001")
    contract = ContractFactory(piid="W0000026C0001")
    OrderFactory(reference="Q2", contract=contract)
    day = date(2027, 1, 15)

    found = apply(
        "promises",
        {"order_reference": "BISZZZ63240001", "ship_on": day},
        {"order_reference": "q1", "ship_on": day + timedelta(days=1)},
        {"order_reference": "W00000-26-C-0001", "ship_on": day},
    )

    assert found == [("created", "Q1", None), ("created", "Q1", None), ("created", "Q2", None)]


def test_the_same_again_changes_nothing_nor_does_what_a_person_recorded_before():
    order = OrderFactory(reference="Q1")
    PromiseFactory(order=order, ship_on=date(2027, 2, 1), said_on=date(2026, 11, 18))
    apply("promises", ROW)

    found = apply("promises", ROW, ROW, {**ROW, "ship_on": date(2027, 2, 1)})

    assert found == [("unchanged", "Q1", None)] * 3
    assert touched() == set()
    assert Promise.objects.count() == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_in_any_order_of_files_the_promise_said_last_stands(order: tuple[int, ...]):
    OrderFactory(reference="Q1")
    later = {**ROW, "ship_on": date(2027, 3, 1), "said_on": date(2026, 11, 19)}
    for each in order:
        apply("promises", (ROW, later)[each])
    recompute(None, at=AT)

    standing = Promise.objects.first().order.standing
    assert standing.first_promised_ship_on == date(2027, 1, 15)
    assert standing.promised_ship_on == date(2027, 3, 1)
    assert standing.promises_moved_later == 1


def test_what_cannot_be_promised_is_refused():
    OrderFactory(reference="Q1")
    OrderFactory(
        reference="Q2",
        possible_sale=True,
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
    )
    OrderFactory(reference="Q3", cancelled_on=date(2026, 11, 10))
    recompute(None, at=AT)

    found = apply(
        "promises",
        {**ROW, "order_reference": "Nothing"},
        {**ROW, "order_reference": "Q2"},
        {**ROW, "order_reference": "Q3"},
        {**ROW, "order_reference": "Q3", "said_on": date(2026, 11, 9)},
        {**ROW, "said_on": date(2026, 11, 22)},
        {**ROW, "ship_on": date(2026, 11, 1)},
        {**ROW, "quantity": 101},
        {**ROW, "ship_on": date(2127, 1, 15)},
    )

    assert found == [
        (
            "refused",
            "order_reference",
            "unknown_order",
            (
                "No order Nothing. Enter its reference, document number, or the number of a "
                "contract that has one order."
            ),
        ),
        (
            "refused",
            "order_reference",
            "possible_sale",
            "Q2 is only a possible sale: there is nothing to promise yet.",
        ),
        ("refused", "order_reference", "not_open", "Q3 is cancelled: nothing is left to ship."),
        ("created", "Q3", None),
        (
            "refused",
            "said_on",
            "in_the_future",
            "22 Nov 2026 has not come yet. Enter the day it was said.",
        ),
        (
            "refused",
            "ship_on",
            "before_said",
            (
                "1 Nov 2026 is before 18 Nov 2026, the day it was said. Enter a later day, or log "
                "the shipment if it has gone."
            ),
        ),
        (
            "refused",
            "quantity",
            "more_than_left",
            "Only 100 are left to ship on Q1. Enter 100 or fewer.",
        ),
        (
            "refused",
            "ship_on",
            "year_out_of_reach",
            "The year 2127 is too far away. Check it.",
        ),
    ]
    assert Promise.objects.count() == 1


def test_who_said_it_has_to_be_known():
    OrderFactory(reference="Q1")

    found = apply("promises", ROW, sender="")

    assert found == [("refused", "said_by", "required", "Enter who said it.")]


def test_what_is_left_is_counted_as_of_the_day_it_was_said():
    order = OrderFactory(reference="Q1")
    shipment = ShipmentFactory()
    ShipmentLineFactory(shipment=shipment, order=order, quantity=60)
    MilestoneFactory(shipment=shipment, occurs_on=date(2026, 11, 10))

    found = apply(
        "promises",
        {**ROW, "quantity": 100, "said_on": date(2026, 11, 9)},
        {**ROW, "quantity": 41, "said_on": date(2026, 11, 10)},
        {**ROW, "quantity": 40, "said_on": date(2026, 11, 10)},
    )

    message = "Only 40 are left to ship on Q1. Enter 40 or fewer."
    assert found == [
        ("created", "Q1", None),
        ("refused", "quantity", "more_than_left", message),
        ("created", "Q1", None),
    ]
