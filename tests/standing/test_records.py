from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import (
    ContractorRecord,
    DueOrder,
    DueRecord,
    LaneRecord,
    Order,
    Shipment,
    Standing,
)
from shipments.services import standings
from shipments.standing import records
from shipments.standing.recompute import recompute, stale
from tests.factories import (
    ContractorFactory,
    LaneFactory,
    MilestoneFactory,
    OrderFactory,
    PromiseFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db
LEFT = date(2026, 11, 10)


def shipped_late(contractor, *slips: int) -> None:
    """For each a delivered order whose one promise was missed by so many days."""
    for days in slips:
        order = OrderFactory(contractor=contractor, quantity=10)
        PromiseFactory(
            order=order,
            ship_on=LEFT - timedelta(days=days),
            said_on=LEFT - timedelta(days=90),
        )
        line = ShipmentLineFactory(order=order, quantity=10)
        MilestoneFactory(shipment=line.shipment, occurs_on=LEFT)
        recompute([order.pk], at=AT)


def went(lane, *days: int) -> list[Order]:
    """Shipments on the lane, each of which took so many days."""
    orders = []
    for took in days:
        shipment = ShipmentFactory(
            mode=lane.mode, from_place=lane.from_place, to_place=lane.to_place
        )
        order = ShipmentLineFactory(shipment=shipment, order__quantity=10).order
        arrived = LEFT + timedelta(days=took)
        MilestoneFactory(shipment=shipment, occurs_on=LEFT)
        MilestoneFactory(
            shipment=shipment, kind="arrived", occurs_on=arrived, recorded_at=AT + timedelta(60)
        )
        recompute([order.pk], at=AT)
        orders.append(order)
    return orders


def record_of(contractor) -> tuple[int, int, int, int, int]:
    found = ContractorRecord.objects.get(contractor=contractor)
    return (
        found.promises,
        found.kept,
        found.low_slip_days,
        found.median_slip_days,
        found.high_slip_days,
    )


def test_every_promise_for_goods_that_have_left_tells_what_promises_are_worth():
    contractor = ContractorFactory()
    shipped_late(contractor, -1, 0, 4, 9)

    assert records.refresh(at=AT) == 1
    assert record_of(contractor) == (4, 2, -1, 0, 4)


def test_goods_that_have_not_all_left_tell_nothing():
    order = OrderFactory(contractor=ContractorFactory(), quantity=10)
    PromiseFactory(order=order)
    line = ShipmentLineFactory(order=order, quantity=9)
    MilestoneFactory(shipment=line.shipment)
    recompute([order.pk], at=AT)

    records.refresh(at=AT, everything=True)

    assert ContractorRecord.objects.count() == 0


def test_a_retracted_departure_is_forgotten():
    contractor = ContractorFactory()
    shipped_late(contractor, 4)
    records.refresh(at=AT)
    order = Order.objects.get(contractor=contractor)
    shipment = Shipment.objects.get(lines__order=order)
    MilestoneFactory(shipment=shipment, retracts=shipment.milestones.get(), reason="Wrong ship")
    recompute([order.pk], at=AT)

    assert records.refresh(at=AT) == 1
    assert ContractorRecord.objects.count() == 0


def test_the_eighth_promise_makes_the_open_orders_of_its_contractor_stale_and_no_other():
    contractor = ContractorFactory()
    waiting, elsewhere = OrderFactory(contractor=contractor), OrderFactory()
    for order in (waiting, elsewhere):
        PromiseFactory(order=order, ship_on=date(2027, 1, 10))
        recompute([order.pk], at=AT)
    shipped_late(contractor, *[6] * 7)
    records.refresh(at=AT)
    DueOrder.objects.all().delete()
    shipped_late(contractor, 6)

    records.refresh(at=AT)

    asked = DueOrder.objects.filter(is_stale=True).values_list("order_id", flat=True)
    assert list(asked) == [waiting.pk]
    assert stale(at=AT) == 1
    assert stale(at=AT) == 0
    assert Standing.objects.get(order=waiting).expected_ship_on == date(2027, 1, 16)
    assert Standing.objects.get(order=elsewhere).expected_ship_on == date(2027, 1, 10)


def test_a_lane_takes_what_its_shipments_took():
    lane = LaneFactory()
    went(lane, 20, 22, 30, 40)

    assert records.refresh(at=AT) >= 1
    found = LaneRecord.objects.get()
    assert (found.mode, found.from_place_id) == ("sea", lane.from_place_id)
    assert (found.shipments, found.low_days, found.median_days, found.high_days) == (4, 20, 22, 30)


def test_a_cancelled_shipment_tells_nothing_of_its_lane():
    went(LaneFactory(), 20)
    Shipment.objects.update(cancelled_at=AT, cancelled_because="Logged twice")

    records.refresh(at=AT, everything=True)

    assert LaneRecord.objects.count() == 0


def test_the_fifth_shipment_on_a_lane_moves_what_is_planned_for_it_and_what_is_on_it():
    lane = LaneFactory(planning_days=28)
    planned, moving = OrderFactory(lane=lane), OrderFactory(quantity=10)
    PromiseFactory(order=planned, ship_on=date(2027, 1, 10))
    shipment = ShipmentFactory(from_place=lane.from_place, to_place=lane.to_place)
    ShipmentLineFactory(order=moving, shipment=shipment, quantity=10)
    MilestoneFactory(shipment=shipment, occurs_on=LEFT)
    recompute([planned.pk, moving.pk], at=AT)
    went(lane, *[40] * 5)

    records.refresh(at=AT)
    stale(at=AT)

    expected = {row.order_id: row.expected_delivery_on for row in Standing.objects.all()}
    assert expected[planned.pk] == date(2027, 2, 19)
    assert expected[moving.pk] == LEFT + timedelta(days=40)


def test_nothing_new_to_tell_costs_one_look(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert records.refresh(at=AT) == 0


def test_computing_everything_again_from_the_ledgers_gives_the_same():
    contractor, lane = ContractorFactory(), LaneFactory(planning_days=28)
    waiting = OrderFactory(contractor=contractor, lane=lane)
    PromiseFactory(order=waiting, ship_on=date(2027, 1, 10))
    recompute([waiting.pk], at=AT)
    shipped_late(contractor, *range(9))
    went(lane, *range(30, 36))
    records.refresh(at=AT)
    while stale(at=AT):
        pass
    before = _everything()

    counts = standings.recompute_all(at=AT)

    assert (counts.orders, counts.records) == (Order.objects.count(), 0)
    assert _everything() == before
    assert not DueRecord.objects.filter(contractor__isnull=False).exists()


def _everything() -> list[list[dict[str, object]]]:
    return [
        list(Standing.objects.order_by("pk").values()),
        list(ContractorRecord.objects.order_by("pk").values()),
        list(LaneRecord.objects.order_by("mode", "from_place_id", "to_place_id").values()),
    ]
