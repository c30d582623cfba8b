from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import Milestone, Shipment
from tests.factories.moments import AT
from tests.factories.orders import OrderFactory
from tests.intake.sheets.applying import apply
from tests.intake.sheets.shipping import OTHER, ROW, TCN, THIRD

pytestmark = pytest.mark.usefixtures("two_orders")
LATER = AT + timedelta(days=3)


def nothing_is_logged() -> bool:
    return not (Shipment.objects.exists() or Milestone.objects.exists())


@pytest.mark.parametrize(
    ("row", "field", "code", "message"),
    [
        (
            {"order_reference": "Q9"},
            "order_reference",
            "unknown_order",
            (
                "No order Q9. Enter its reference, document number, or the number of a contract "
                "that has one order."
            ),
        ),
        ({"mode": None}, "mode", "required", "Choose a mode: sea, air, road, rail."),
        ({"from_place": None}, "from_place", "required", "Choose a place."),
        (
            {"to_place": "ZZZZZ"},
            "to_place",
            "unknown_place",
            "No place ZZZZZ. Choose one from the list.",
        ),
        (
            {"to_place": "ZZAAA"},
            "to_place",
            "same_place",
            "From and to are the same place. Choose where it goes.",
        ),
        (
            {"quantity": None},
            "quantity",
            "required",
            "Enter a quantity, a whole number of 1 or more.",
        ),
        (
            {"quantity": 101},
            "quantity",
            "more_than_left",
            (
                "Only 100 ea are left to ship on Q1. Enter 100 or fewer. If the customer takes 1 "
                "more, a case manager records the accepted overage on the order's page first."
            ),
        ),
        (
            {"departed_on": date(2026, 11, 22)},
            "departed_on",
            "in_the_future",
            (
                "22 Nov 2026 has not come yet. An actual date is today or earlier; enter a "
                "planned date instead."
            ),
        ),
        (
            {"arrived_on": date(2026, 11, 18)},
            "departed_on",
            "required",
            "Enter the day it departed too: it has arrived.",
        ),
        (
            {"departed_on": date(2026, 11, 18), "arrived_on": date(2026, 11, 17)},
            "arrived_on",
            "arrival_before_departure",
            "The arrival, 17 Nov 2026, is before the departure, 18 Nov 2026. Check both days.",
        ),
        (
            {"planned_departure_on": date(2026, 12, 2), "planned_arrival_on": date(2026, 12, 1)},
            "planned_arrival_on",
            "arrival_before_departure",
            (
                "The planned arrival, 1 Dec 2026, is before the planned departure, 2 Dec 2026. "
                "Check both days."
            ),
        ),
        (
            {"planned_arrival_on": date(2126, 12, 1)},
            "planned_arrival_on",
            "year_out_of_reach",
            "The year 2126 is too far away. Check it.",
        ),
        (
            {
                "milestone": "left_stop",
                "milestone_is": "actual",
                "milestone_on": date(2026, 11, 9),
            },
            "milestone_place",
            "required",
            "Choose the place where it stopped.",
        ),
        (
            {
                "milestone": "arrived_at_stop",
                "milestone_is": "actual",
                "milestone_on": date(2026, 11, 9),
                "milestone_place": "ZZBBB",
            },
            "milestone_place",
            "not_a_stop",
            "ZZBBB is where it ends, no stop. Choose arrived, or another place.",
        ),
        (
            {
                "milestone": "departed",
                "milestone_is": "actual",
                "milestone_on": date(2026, 11, 9),
                "milestone_place": "ZZBBB",
            },
            "milestone_place",
            "not_its_end",
            "It is departed at ZZAAA. Of a place between choose “left stop”.",
        ),
        (
            {
                "departed_on": date(2026, 11, 9),
                "milestone": "passed",
                "milestone_is": "actual",
                "milestone_on": date(2026, 11, 8),
            },
            "milestone_on",
            "stop_outside",
            (
                "8 Nov 2026 is not between the departure and the arrival. Check the days, or "
                "retract the wrong one."
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused(row, field, code, message):
    found = apply("shipments", ROW | row)

    assert found == [("refused", field, code, message)]
    assert nothing_is_logged()


def test_of_a_shipment_with_a_refused_line_no_part_is_logged():
    found = apply(
        "shipments",
        ROW,
        {**ROW, "order_reference": "Q9"},
        {**ROW, "tcn": OTHER, "order_reference": "Q2"},
    )

    together = "Another line of this shipment is refused. Mend that one and send them together."
    assert found[0] == ("refused", "tcn", "with_its_shipment", together)
    assert found[1][2] == "unknown_order"
    assert found[2] == ("created", OTHER, None)
    assert Shipment.objects.get().tcn == OTHER


def test_nor_is_any_where_a_line_of_it_could_not_be_read():
    found = apply(
        "shipments",
        ROW,
        {**ROW, "order_reference": "Q2", "lot": "B", "departed_on": "some day"},
        {**ROW, "tcn": OTHER},
    )

    assert [each[2] for each in found[:2]] == ["with_its_shipment", "not_a_day"]
    assert found[2] == ("created", OTHER, None)
    assert Shipment.objects.get().tcn == OTHER


def test_the_lines_of_one_shipment_have_to_agree():
    found = apply("shipments", ROW, {**ROW, "order_reference": "Q2", "mode": "air"})

    together = "Another line of this shipment is refused. Mend that one and send them together."
    assert found == [
        ("refused", "tcn", "with_its_shipment", together),
        (
            "refused",
            "mode",
            "differs",
            "Line 2 says sea of this shipment, this one air. Make its lines agree.",
        ),
    ]
    assert nothing_is_logged()


def test_an_order_and_lot_stand_on_one_line():
    found = apply("shipments", ROW, {**ROW, "quantity": 5}, {**ROW, "lot": "B"})

    message = "Q1 with this lot stands on an earlier line. Add them together."
    assert found[1] == ("refused", "order_reference", "line_twice", message)
    assert [each[2] for each in found] == ["with_its_shipment", "line_twice", "with_its_shipment"]
    assert nothing_is_logged()


def test_what_is_left_goes_to_the_shipments_of_a_file_in_its_order():
    found = apply(
        "shipments",
        {**ROW, "quantity": 60},
        {**ROW, "tcn": OTHER, "quantity": 60},
        {**ROW, "tcn": THIRD, "quantity": 40},
    )

    assert found == [
        ("created", TCN, None),
        (
            "refused",
            "quantity",
            "more_than_left",
            (
                "Only 40 ea are left to ship on Q1. Enter 40 or fewer. If the customer takes 20 "
                "more, a case manager records the accepted overage on the order's page first."
            ),
        ),
        ("created", THIRD, None),
    ]
    again = apply("shipments", {**ROW, "tcn": OTHER, "quantity": 60})
    assert again == [
        (
            "refused",
            "quantity",
            "more_than_left",
            "Nothing is left to ship on Q1. Remove this line.",
        )
    ]


def test_an_order_that_was_cancelled_or_only_announced_does_not_ship():
    sale = {"ordered_on": None, "ordered_on_precision": "", "acknowledged_on": None}
    OrderFactory(reference="Q3", possible_sale=True, **sale)
    OrderFactory(reference="Q4", cancelled_on=date(2026, 11, 10))

    found = apply(
        "shipments",
        {**ROW, "order_reference": "Q3"},
        {**ROW, "tcn": OTHER, "order_reference": "Q4"},
    )

    assert found == [
        (
            "refused",
            "order_reference",
            "possible_sale",
            (
                "Q3 is only a possible sale: it has not been ordered and cannot ship. Record the "
                "order first."
            ),
        ),
        (
            "refused",
            "order_reference",
            "cancelled",
            "Q4 is cancelled and cannot ship. Remove this line.",
        ),
    ]
