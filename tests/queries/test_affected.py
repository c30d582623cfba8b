from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.domain.roles import Role
from shipments.queries import affected
from shipments.queries.affected import Counts
from shipments.standing.recompute import recompute
from tests.factories import (
    ContractorFactory,
    DisruptionFactory,
    LaneFactory,
    LegFactory,
    MilestoneFactory,
    OrderFactory,
    PlaceFactory,
    ReceiptFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def lane():
    """It passes one strait."""
    found = LaneFactory()
    found.passes.add(PlaceFactory(name="The Strait"))
    return found


@pytest.fixture
def strait(lane):
    return lane.passes.get()


def on_lane(lane, **fields):
    """A shipment by it with one order aboard."""
    ends = {"from_place": lane.from_place, "to_place": lane.to_place, "mode": lane.mode}
    return ShipmentLineFactory(shipment=ShipmentFactory(**ends | fields)).shipment


def counted(disruption, by=None):
    return affected.counts([disruption.pk], by=by or UserFactory(), on=TODAY)[disruption.pk]


def listed(disruption):
    found = affected.shipments(disruption.pk, by=UserFactory(), on=TODAY)
    return [(each.tcn, each.is_past) for each in found]


def test_what_goes_by_a_lane_through_it_is_found_and_what_goes_elsewhere_is_not(lane, strait):
    going = on_lane(lane)
    ShipmentLineFactory()

    assert listed(DisruptionFactory(place=strait)) == [(going.tcn, False)]


@pytest.mark.parametrize("where", ["from_place", "to_place"])
def test_its_two_ends_are_on_its_way(lane, where):
    going = on_lane(lane)

    assert listed(DisruptionFactory(place=getattr(lane, where))) == [(going.tcn, False)]


def test_legs_say_the_way_where_there_are_any(lane, strait):
    going, base = on_lane(lane), PlaceFactory()
    leg = LegFactory(shipment=going, to_place=base, distance_km=1)
    LegFactory(shipment=going, sequence=2, from_place=base, distance_km=1)
    old = LegFactory(shipment=going, sequence=3, replaced_at=AT)
    other = PlaceFactory()
    leg.passes.add(other)
    old.passes.add(strait)

    assert listed(DisruptionFactory(place=strait)) == []
    assert listed(DisruptionFactory(place=base)) == [(going.tcn, False)]
    assert listed(DisruptionFactory(place=other)) == [(going.tcn, False)]


def test_a_closed_lane_is_in_the_way_of_what_goes_by_it(lane):
    going = on_lane(lane)

    assert listed(DisruptionFactory(place=None, lane=lane)) == [(going.tcn, False)]


def test_what_has_it_behind_is_told_apart(lane, strait):
    ahead, past = on_lane(lane), on_lane(lane)
    MilestoneFactory(shipment=ahead)
    MilestoneFactory(shipment=past, kind="passed", place=strait)
    disruption = DisruptionFactory(place=strait)

    assert listed(disruption) == [(ahead.tcn, False), (past.tcn, True)]
    assert counted(disruption) == Counts(shipments=1, past=1, aboard=1, planned=0)


def test_an_order_that_was_cancelled_is_counted_nowhere(lane, strait):
    going = on_lane(lane)
    order = ShipmentLineFactory(shipment=going).order
    order.cancelled_on = TODAY
    order.save()
    disruption = DisruptionFactory(place=strait)

    (found,) = affected.shipments(disruption.pk, by=UserFactory(), on=TODAY)

    assert (found.orders, counted(disruption).aboard) == (1, 1)


def test_what_has_come_farther_along_its_legs_has_it_behind():
    shipment, base = ShipmentLineFactory().shipment, PlaceFactory()
    first = LegFactory(shipment=shipment, to_place=base)
    LegFactory(shipment=shipment, sequence=2, from_place=base)
    first.passes.add(strait := PlaceFactory())
    MilestoneFactory(shipment=shipment, kind="arrived_at_stop", place=base)

    assert listed(DisruptionFactory(place=strait)) == [(shipment.tcn, True)]
    assert listed(DisruptionFactory(place=shipment.from_place)) == [(shipment.tcn, True)]
    assert listed(DisruptionFactory(place=base)) == [(shipment.tcn, False)]


def test_what_has_arrived_was_received_or_was_cancelled_is_not_affected(lane, strait):
    MilestoneFactory(shipment=on_lane(lane), kind="arrived")
    ReceiptFactory(line=on_lane(lane).lines.get())
    ends = {"from_place": lane.from_place, "to_place": lane.to_place}
    ShipmentFactory(**ends, cancelled_at=AT, cancelled_because="Not sent")

    assert listed(DisruptionFactory(place=strait)) == []


@pytest.mark.parametrize(
    ("starts", "ends", "hit"),
    [(-9, -1, False), (-9, 9, False), (-9, 10, True), (20, None, True), (21, None, False)],
)
def test_only_the_days_on_its_way_count(lane, strait, starts, ends, hit):
    day = timedelta(days=1)
    on_lane(lane, planned_departure_on=TODAY + 10 * day, planned_arrival_on=TODAY + 20 * day)
    disruption = DisruptionFactory(
        place=strait,
        starts_on=TODAY + starts * day,
        ends_on=None if ends is None else TODAY + ends * day,
        ends_on_precision="" if ends is None else "day",
    )

    assert counted(disruption).shipments == hit


def test_orders_with_something_left_to_ship_that_way_are_listed(lane, strait):
    left, shipped = OrderFactory(lane=lane), OrderFactory(lane=lane)
    ShipmentLineFactory(order=shipped, quantity=shipped.quantity)
    recompute([left.pk, shipped.pk], at=AT)
    disruption = DisruptionFactory(place=strait)

    found = affected.orders(disruption.pk, by=UserFactory(), on=TODAY)

    assert [each.reference for each in found] == [left.reference]
    assert counted(disruption).planned == 1


def test_a_contractors_user_is_told_of_its_own_alone(lane, strait):
    own, others = ContractorFactory(), ContractorFactory()
    person = UserFactory(roles=[Role.CONTRACTOR.value], contractor=own)
    ends = {"from_place": lane.from_place, "to_place": lane.to_place}
    for contractor in (own, others, others):
        order = OrderFactory(lane=lane, contractor=contractor)
        ShipmentLineFactory(order=order, shipment=ShipmentFactory(**ends))
        recompute([order.pk], at=AT)
    disruption = DisruptionFactory(place=strait)

    assert counted(disruption, person) == Counts(shipments=1, past=0, aboard=1, planned=1)
    assert len(affected.shipments(disruption.pk, by=person, on=TODAY)) == 1
    assert len(affected.orders(disruption.pk, by=person, on=TODAY)) == 1


def test_the_file_has_every_one_in_words(lane, strait):
    going = on_lane(lane)
    MilestoneFactory(shipment=going)
    disruption = DisruptionFactory(place=strait)

    (line,) = affected.shipment_lines(disruption.pk, by=UserFactory(), on=TODAY)

    assert line[0] == going.tcn
    assert line[4:6] == ["no", "1"]
    assert line[-2:] == ["Departed", "2026-11-10"]
