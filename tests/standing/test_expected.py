from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shipments.models import ContractorRecord, LaneRecord, Order, Standing
from shipments.standing.recompute import recompute
from tests.factories import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    HoldFactory,
    ItemFactory,
    LaneFactory,
    MilestoneFactory,
    OrderFactory,
    PlaceFactory,
    PromiseFactory,
    ReportFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db
PROMISED = date(2027, 1, 10)


def standing_of(order: Order) -> Standing:
    recompute([order.pk], at=AT)
    return Standing.objects.get(order=order)


def worth(order: Order, *, promises: int, median: int) -> None:
    ContractorRecord.objects.create(
        contractor=order.contractor,
        promises=promises,
        kept=0,
        low_slip_days=median - 2,
        median_slip_days=median,
        high_slip_days=median + 5,
        computed_at=AT,
    )


def lane_record(lane: Any, *, shipments: int, median: int) -> None:
    LaneRecord.objects.create(
        mode=lane.mode,
        from_place=lane.from_place,
        to_place=lane.to_place,
        shipments=shipments,
        low_days=median - 3,
        median_days=median,
        high_days=median + 4,
        computed_at=AT,
    )


@pytest.mark.parametrize(
    ("promises", "median", "ships_on", "basis"),
    [
        (7, 6, PROMISED, "promise"),
        (8, 6, date(2027, 1, 16), "promise, 6 days later as its promises have proved"),
        (8, -2, date(2027, 1, 8), "promise, 2 days sooner as its promises have proved"),
        (8, 1, date(2027, 1, 11), "promise, 1 day later as its promises have proved"),
        (8, 0, PROMISED, "promise, as its promises have proved"),
    ],
)
def test_a_promise_is_corrected_by_what_the_contractors_were_worth_once_there_are_eight(
    promises, median, ships_on, basis
):
    order = OrderFactory(contractor=ContractorFactory())
    PromiseFactory(order=order, ship_on=PROMISED)
    worth(order, promises=promises, median=median)

    standing = standing_of(order)

    assert (standing.promised_ship_on, standing.expected_ship_on) == (PROMISED, ships_on)
    assert standing.expected_ship_basis == basis


@pytest.mark.parametrize(
    ("shipments", "delivered_on", "basis"),
    [
        (4, date(2027, 2, 7), "promise plus 28 days by sea, the planning figure of its lane"),
        (5, date(2027, 2, 20), "promise plus 41 days by sea, the median of its lane"),
    ],
)
def test_the_lane_takes_its_planning_figure_until_five_shipments_tell(
    shipments, delivered_on, basis
):
    lane = LaneFactory(planning_days=28)
    order = OrderFactory(lane=lane)
    PromiseFactory(order=order, ship_on=PROMISED)
    lane_record(lane, shipments=shipments, median=41)

    standing = standing_of(order)

    assert (standing.expected_delivery_on, standing.expected_basis) == (delivered_on, basis)


def test_a_corrected_promise_and_a_lane_are_both_named():
    lane = LaneFactory(mode="air", planning_days=3)
    order = OrderFactory(contractor=ContractorFactory(), lane=lane)
    PromiseFactory(order=order, ship_on=PROMISED)
    worth(order, promises=20, median=6)

    standing = standing_of(order)

    assert standing.expected_delivery_on == date(2027, 1, 19)
    assert standing.expected_basis == (
        "promise, 6 days later as its promises have proved, "
        "plus 3 days by air, the planning figure of its lane"
    )


def test_what_has_departed_arrives_after_the_usual_days_of_its_own_lane():
    lane = LaneFactory(planning_days=28)
    order = OrderFactory(quantity=10)
    shipment = ShipmentFactory(from_place=lane.from_place, to_place=lane.to_place)
    ShipmentLineFactory(order=order, shipment=shipment, quantity=10)
    MilestoneFactory(shipment=shipment, occurs_on=date(2026, 11, 10))

    standing = standing_of(order)

    assert standing.expected_ship_on == date(2026, 11, 10)
    assert standing.expected_ship_basis == "departure of its shipments"
    assert standing.expected_delivery_on == date(2026, 12, 8)
    assert (
        standing.expected_basis == "departure of its shipments plus the usual days of their lanes"
    )
    assert standing.next_milestone_due_on == date(2026, 12, 8)


def test_after_arrival_receipt_is_due_by_the_planning_figure_for_clearance():
    order = OrderFactory(quantity=10)
    shipment = ShipmentFactory()
    ShipmentLineFactory(order=order, shipment=shipment, quantity=10)
    for kind, day in (("departed", 1), ("arrived", 14)):
        MilestoneFactory(shipment=shipment, kind=kind, occurs_on=date(2026, 11, day))

    assert standing_of(order).next_milestone_due_on == date(2026, 11, 19)


def test_what_is_received_has_no_next_milestone():
    order = OrderFactory(quantity=10)
    line = ShipmentLineFactory(order=order, quantity=4)
    for kind in ("departed", "received"):
        MilestoneFactory(shipment=line.shipment, kind=kind, occurs_on=date(2026, 11, 3))

    assert standing_of(order).next_milestone_due_on is None


def test_the_whole_is_there_when_the_part_on_its_way_comes_after_the_rest():
    order = OrderFactory(quantity=10)
    PromiseFactory(order=order, ship_on=date(2026, 12, 1))
    line = ShipmentLineFactory(order=order, quantity=4)
    MilestoneFactory(
        shipment=line.shipment, kind="arrived", classifier="estimated", occurs_on=date(2027, 3, 1)
    )

    standing = standing_of(order)

    assert standing.expected_delivery_on == date(2027, 3, 1)
    assert standing.expected_basis == "arrival of what is already on its way"


def test_the_parts_of_a_split_promise_are_one_word_and_the_last_of_them_holds():
    order = OrderFactory(quantity=10)
    PromiseFactory(order=order, ship_on=date(2027, 1, 1), recorded_at=AT - timedelta(days=9))
    for day, quantity in ((5, 4), (20, 6)):
        PromiseFactory(order=order, ship_on=date(2027, 1, day), quantity=quantity, recorded_at=AT)

    standing = standing_of(order)

    assert standing.promised_ship_on == date(2027, 1, 20)
    assert (standing.promises_moved_later, standing.promises_moved_days) == (1, 19)


@pytest.mark.parametrize(("said", "ready"), [(None, 10), (4, 4)])
def test_what_was_reported_ready_waits_since_the_report(said, ready):
    order = OrderFactory(quantity=10)
    ReportFactory(order=order, quantity=said, occurs_on=TODAY - timedelta(days=9))

    standing = standing_of(order)

    assert (standing.ready_quantity, standing.ready_on) == (ready, TODAY - timedelta(days=9))
    assert standing.last_heard_on == TODAY


def test_ready_said_twice_is_ready_once_and_since_the_first_time():
    order = OrderFactory(quantity=10)
    for days in (9, 2):
        ReportFactory(
            order=order,
            quantity=4,
            occurs_on=TODAY - timedelta(days=days),
            recorded_at=AT - timedelta(days=days),
        )

    standing = standing_of(order)

    assert (standing.ready_quantity, standing.ready_on) == (4, TODAY - timedelta(days=9))


def test_what_was_shipped_before_is_ready_beside_what_is_reported_after():
    order = OrderFactory(quantity=10)
    shipment = ShipmentFactory(logged_at=AT - timedelta(days=5))
    ShipmentLineFactory(order=order, shipment=shipment, quantity=3)
    ReportFactory(order=order, quantity=4, occurs_on=TODAY - timedelta(days=2), recorded_at=AT)

    standing = standing_of(order)

    assert (standing.shipped_quantity, standing.ready_quantity) == (3, 7)
    assert standing.ready_on == TODAY - timedelta(days=2)


def test_a_confirmation_makes_nothing_ready():
    order = OrderFactory(quantity=10)
    ReportFactory(order=order, kind="confirmed")

    standing = standing_of(order)

    assert (standing.ready_quantity, standing.ready_on) == (0, None)


def _by_contract_case(order: Order) -> dict[str, Any]:
    assert order.contract is not None
    return {"case": order.contract.case}


def _by_passage(order: Order) -> dict[str, Any]:
    passage = PlaceFactory()
    assert order.lane is not None
    order.lane.passes.add(passage)
    return {"place": passage}


@pytest.mark.parametrize(
    "covers",
    [
        lambda order: {"order": order},
        lambda order: {"case": order.case},
        _by_contract_case,
        lambda order: {"contract": order.contract},
        lambda order: {"item": order.item},
        lambda order: {"contractor": order.contractor},
        lambda order: {"place": order.lane.from_place},
        lambda order: {"place": order.lane.to_place},
        _by_passage,
    ],
    ids=["order", "case", "contract's case", "contract", "item", "contractor", "from", "to", "by"],
)
def test_a_hold_on_anything_that_an_order_stands_on_holds_it_until_released(covers):
    order = OrderFactory(
        case=CaseFactory(),
        contract=ContractFactory(case=CaseFactory()),
        contractor=ContractorFactory(),
        lane=LaneFactory(),
    )
    other = OrderFactory(item=ItemFactory())
    hold = HoldFactory(**({"order": None} | covers(order)))

    recompute([order.pk, other.pk], at=AT)

    held = Standing.objects.filter(is_held=True)
    assert [standing.order_id for standing in held] == [order.pk]
    hold.release_asked_at, hold.release_asked_by = AT, hold.placed_by
    hold.release_reason, hold.released_at = "Signed", AT
    hold.released_by = HoldFactory.placed_by.get_factory()()
    hold.save()
    assert standing_of(order).is_held is False
