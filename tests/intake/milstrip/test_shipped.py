from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import Milestone, Order, Report, Shipment, ShipmentLine, Standing
from shipments.standing.recompute import recompute
from tests.factories import (
    HoldFactory,
    LaneFactory,
    MilestoneFactory,
    OrderFactory,
    ReceiptFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.intake.milstrip.records import NUMBER, apply, outcomes_of, record

pytestmark = pytest.mark.django_db

TCN = f"{NUMBER}XXX"
OTHER = "BISA4362890002"


def shipped(**fields: str | int | None) -> str:
    return record("AS1", **{"shipped_day": "315", "tcn": TCN, "mode": "V", **fields})


def an_order(number: str = NUMBER, **facts: object) -> Order:
    order = OrderFactory(reference=number, document_number=number, **facts)
    recompute([order.pk], at=AT)
    return order


def refused(*lines: str, **facts: object) -> list[tuple[object, object]]:
    """Lines that are refused, and by which code."""
    outcomes = outcomes_of(*lines, **facts)
    return [(each["line"], each["code"]) for each in outcomes if each["outcome"] == "refused"]


def test_what_left_is_logged_on_the_lane_of_its_order() -> None:
    lane = LaneFactory(mode="air")
    order = an_order(lane=lane)

    assert apply(shipped(quantity=60)) == {"created": 1}

    shipment = Shipment.objects.get()
    assert (shipment.tcn, shipment.mode) == (TCN, "air")
    assert (shipment.from_place, shipment.to_place) == (lane.from_place, lane.to_place)
    line = ShipmentLine.objects.get()
    assert (line.order, line.quantity, line.lot) == (order, 60, "")
    left = Milestone.objects.get()
    assert (left.kind, left.classifier, left.occurs_on) == (
        "departed",
        "actual",
        date(2026, 11, 11),
    )
    assert (left.place, left.source) == (lane.from_place, "B14, Depot Nowhere")
    assert Report.objects.get().kind == "shipped"
    assert Standing.objects.get(order=order).departed_quantity == 60


def test_the_lane_of_the_file_stands_in_for_that_of_the_order() -> None:
    lane = LaneFactory()
    an_order()

    apply(shipped(), lane=lane)

    assert Shipment.objects.get().from_place == lane.from_place


def test_without_a_lane_it_is_told_alone() -> None:
    an_order()

    assert apply(shipped()) == {"created": 1}

    assert Report.objects.get().kind == "shipped"
    assert not Shipment.objects.exists()


@pytest.mark.parametrize("line", [shipped(tcn="GBL1234"), shipped(shipped_day=None), shipped(tcn=None), shipped(quantity=0)])  # fmt: skip
def test_what_names_no_tcn_day_or_quantity_is_told_alone(line: str) -> None:
    an_order(lane=LaneFactory())

    assert apply(line) == {"created": 1}

    assert not Shipment.objects.exists()


def test_a_shipment_that_waits_at_home_departs() -> None:
    line = ShipmentLineFactory(order=an_order(), shipment=ShipmentFactory(tcn=TCN), quantity=100)

    assert apply(shipped()) == {"created": 1}

    left = Milestone.objects.get()
    assert (left.shipment, left.occurs_on) == (line.shipment, date(2026, 11, 11))


def test_a_shipment_departs_once() -> None:
    an_order(lane=LaneFactory())
    apply(shipped())

    counts = apply(shipped(), shipped(fund="7"), record("AU1", tcn=TCN, shipped_day="315"))

    assert counts == {"unchanged": 1, "created": 2}
    assert (Shipment.objects.count(), ShipmentLine.objects.count()) == (1, 1)
    assert Milestone.objects.count() == 1


def test_a_departure_that_was_taken_back_is_not_entered_again_by_the_same_record() -> None:
    an_order(lane=LaneFactory())
    apply(shipped())
    entered = Milestone.objects.get()
    MilestoneFactory(shipment=entered.shipment, retracts=entered, reason="Not yet")

    assert apply(shipped(), record("AF1")) == {"unchanged": 1, "created": 1}
    assert Milestone.objects.standing().count() == 0

    assert apply(shipped(shipped_day="318")) == {"created": 1}
    assert Milestone.objects.standing().get().occurs_on == date(2026, 11, 14)


def test_orders_under_one_tcn_go_together_in_one_file_or_in_two() -> None:
    lane = LaneFactory()
    an_order(lane=lane)
    an_order(OTHER, lane=lane)
    an_order("BISA4362890003", lane=lane)

    apply(shipped(), shipped(document_number=OTHER))
    apply(shipped(document_number="BISA4362890003"))

    assert ShipmentLine.objects.count() == 3
    assert Shipment.objects.count() == 1
    assert Milestone.objects.count() == 1


@pytest.mark.parametrize("settled", ["released", "closed", ""])
def test_what_a_person_has_let_go_takes_nothing_more_aboard(settled: str) -> None:
    lane = LaneFactory()
    shipment = ShipmentFactory(tcn=TCN, from_place=lane.from_place, to_place=lane.to_place)
    aboard = ShipmentLineFactory(shipment=shipment)
    if settled:
        Shipment.objects.filter(pk=shipment.pk).update(
            **{f"{settled}_at": AT, f"{settled}_by": UserFactory()}
        )
    else:
        ReceiptFactory(line=aboard)
    an_order(lane=lane)

    assert apply(shipped()) == {"created": 1}

    assert ShipmentLine.objects.get() == aboard


def test_another_quantity_under_the_same_tcn_is_refused_and_told() -> None:
    an_order(lane=LaneFactory(), quantity=500)
    apply(shipped(quantity=60))

    assert refused(shipped(quantity=70)) == [(1, "differs")]

    assert ShipmentLine.objects.get().quantity == 60
    assert Report.objects.count() == 2


def test_of_two_quantities_in_one_file_the_same_counts_in_either_order() -> None:
    an_order(lane=LaneFactory(), quantity=500)

    assert refused(shipped(quantity=70), shipped(quantity=60)) == [(1, "differs")]

    assert ShipmentLine.objects.get().quantity == 60


def test_more_than_is_left_is_refused_by_line() -> None:
    order = an_order(lane=LaneFactory(), quantity=100)
    ShipmentLineFactory(order=order, quantity=30)
    lines = [
        shipped(quantity=50, tcn=f"{NUMBER}XAX"),
        shipped(quantity=20, tcn=f"{NUMBER}XBX"),
        shipped(quantity=999, tcn=f"{NUMBER}XCX"),
        shipped(quantity=10, tcn=f"{NUMBER}XDX"),
    ]

    outcomes = outcomes_of(*lines)

    assert [(each["line"], each["outcome"]) for each in outcomes] == [
        (1, "created"),
        (2, "created"),
        (3, "refused"),
        (4, "refused"),
    ]
    assert (outcomes[2]["position"], outcomes[2]["found"]) == ("25", "999")
    assert outcomes[2]["expected"] == (
        f"Only 70 are left to ship on {NUMBER}. If the customer takes more, a case manager "
        "records the accepted overage on the order's page first."
    )


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"cancelled_on": date(2026, 11, 1)}, "cancelled"),
        ({"possible_sale": True, "ordered_on": None, "acknowledged_on": None, "ordered_on_precision": ""}, "possible_sale"),
    ],
)  # fmt: skip
def test_an_order_that_cannot_ship_does_not(facts: dict[str, object], code: str) -> None:
    an_order(lane=LaneFactory(), **facts)

    assert refused(shipped()) == [(1, code)]

    assert not Shipment.objects.exists()
    assert Report.objects.count() == 1


def test_a_held_order_is_not_shipped_and_the_refusal_names_the_hold() -> None:
    lane = LaneFactory()
    HoldFactory(order=an_order(lane=lane))
    an_order(OTHER, lane=lane)

    outcomes = outcomes_of(shipped(), shipped(document_number=OTHER))

    assert [(each["outcome"], each["code"]) for each in outcomes] == [
        ("refused", "held"),
        ("created", ""),
    ]
    assert outcomes[0]["expected"] == (
        f"{NUMBER} is held since 20 Nov 2026: End-use note unsigned (End-use monitoring terms of "
        "the case). Only two people with the compliance role can release it."
    )
    assert ShipmentLine.objects.get().order.reference == OTHER
    assert Report.objects.count() == 2


def test_a_shipment_does_not_depart_with_another_order_that_is_held() -> None:
    shipment = ShipmentFactory(tcn=TCN)
    ShipmentLineFactory(shipment=shipment, order=an_order(), quantity=100)
    HoldFactory(order=ShipmentLineFactory(shipment=shipment).order)

    assert refused(shipped()) == [(1, "held")]

    assert not Milestone.objects.exists()


def test_nothing_is_logged_from_a_place_that_is_held() -> None:
    lane = LaneFactory()
    HoldFactory(order=None, place=lane.from_place)
    an_order()

    assert refused(shipped(), lane=lane) == [(1, "held")]

    assert not Shipment.objects.exists()


def test_a_departure_after_its_arrival_is_refused() -> None:
    shipment = ShipmentFactory(tcn=TCN)
    ShipmentLineFactory(shipment=shipment, order=an_order(), quantity=100)
    MilestoneFactory(shipment=shipment, kind="arrived", occurs_on=date(2026, 11, 2))

    assert refused(shipped()) == [(1, "after_arrival")]


def test_a_day_that_has_not_come_is_refused() -> None:
    an_order(lane=LaneFactory())

    assert refused(shipped(shipped_day="330"), reported_at=AT + timedelta(days=10)) == [
        (1, "in_the_future")
    ]


def test_a_shipment_that_was_cancelled_stays_so() -> None:
    shipment = ShipmentFactory(tcn=TCN, cancelled_at=AT, cancelled_because="Logged in error")
    an_order(lane=LaneFactory())

    assert apply(shipped()) == {"created": 1}

    assert not shipment.lines.exists()


def test_what_is_logged_has_its_history() -> None:
    an_order(lane=LaneFactory())

    apply(shipped(quantity=60))

    written = [
        (event.pgh_label, event.pgh_obj_id, event.pgh_context.metadata["door"])
        for event in (
            *Shipment.pgh_event_model.objects.select_related("pgh_context"),
            *ShipmentLine.pgh_event_model.objects.select_related("pgh_context"),
        )
    ]
    shipment, line = Shipment.objects.get(), ShipmentLine.objects.get()
    assert written == [("insert", shipment.pk, "import"), ("insert", line.pk, "import")]
    assert ShipmentLine.pgh_event_model.objects.get().quantity == 60
