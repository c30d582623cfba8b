from __future__ import annotations

from datetime import date

import pytest

from shipments.models import LaneRecord, Leg, ShipmentStanding
from shipments.standing import records
from shipments.standing.recompute import stale, with_orders
from tests.factories import (
    OrderFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT
from tests.standing.following import LEFT, by_legs, days, lane, stands, told

pytestmark = pytest.mark.django_db


def test_the_arrival_is_expected_by_what_the_carrier_says_now():
    shipment = ShipmentLineFactory(shipment__planned_arrival_on=date(2026, 12, 1)).shipment
    told(shipment, "arrived", date(2026, 12, 3), "estimated")
    before_it_left = stands(shipment)
    told(shipment, "departed", recorded_at=AT + days(1))
    outdated = stands(shipment)
    told(shipment, "arrived", date(2026, 12, 5), "estimated", recorded_at=AT + days(1))
    now = stands(shipment)

    assert (before_it_left.expected_arrival_on, before_it_left.expected_basis) == (
        date(2026, 12, 3),
        "estimate of Carrier",
    )
    assert (outdated.expected_arrival_on, outdated.expected_basis) == (date(2026, 12, 1), "plan")
    assert now.expected_arrival_on == now.next_milestone_due_on == date(2026, 12, 5)


def test_an_estimate_that_a_file_tells_late_replaces_none_that_was_said_since():
    line = ShipmentLineFactory(order__quantity=10, quantity=10)
    told(line.shipment, "departed", LEFT, recorded_at=AT - days(9))
    told(line.shipment, "arrived", date(2026, 12, 3), "estimated", recorded_at=AT - days(2))
    late = {"reported_at": AT - days(5), "recorded_at": AT}
    told(line.shipment, "arrived", date(2026, 12, 24), "estimated", **late)

    now = stands(line.shipment)

    assert now.expected_arrival_on == date(2026, 12, 3)
    assert line.order.standing.expected_delivery_on == date(2026, 12, 3)


def test_the_arrival_is_expected_by_what_its_lane_takes():
    shipment = ShipmentLineFactory(shipment__planned_arrival_on=date(2026, 12, 1)).shipment
    way = lane("sea", shipment.from_place, shipment.to_place, 20)
    told(shipment, "departed")
    planning = stands(shipment)
    record = LaneRecord.objects.create(
        mode=way.mode,
        from_place=way.from_place,
        to_place=way.to_place,
        shipments=4,
        low_days=20,
        median_days=26,
        high_days=30,
        computed_at=AT,
    )
    four = stands(shipment)
    LaneRecord.objects.filter(pk=record.pk).update(shipments=5)
    five = stands(shipment)
    told(shipment, "arrived", date(2026, 11, 19))
    there = stands(shipment)

    assert planning.expected_arrival_on == four.expected_arrival_on == LEFT + days(20)
    assert planning.expected_basis == (
        "departure plus 20 days by sea, the planning figure of its lane"
    )
    assert five.expected_arrival_on == LEFT + days(26)
    assert five.expected_basis == "departure plus 26 days by sea, the median of its lane"
    assert (there.expected_arrival_on, there.expected_basis) == (date(2026, 11, 19), "its arrival")


def test_before_it_leaves_the_plan_says_when_it_arrives_or_the_planned_departure_does():
    planned = ShipmentLineFactory(shipment__planned_arrival_on=date(2026, 12, 1)).shipment
    leaving = ShipmentLineFactory(shipment__planned_departure_on=date(2026, 12, 1)).shipment
    unknown = ShipmentLineFactory(shipment__planned_departure_on=date(2026, 12, 1)).shipment
    lane("sea", leaving.from_place, leaving.to_place, 20)

    assert stands(planned).expected_arrival_on == date(2026, 12, 1)
    assert stands(leaving).expected_arrival_on == date(2026, 12, 21)
    assert stands(leaving).expected_basis == (
        "planned departure plus 20 days by sea, the planning figure of its lane"
    )
    assert (stands(unknown).expected_arrival_on, stands(unknown).expected_basis) == (None, "")


def test_at_a_stop_what_is_left_is_the_legs_still_to_go():
    shipment = ShipmentLineFactory().shipment
    (stop,) = by_legs(shipment, "road", "sea")
    lane("road", shipment.from_place, stop, 3)
    lane("sea", stop, shipment.to_place, 20)
    told(shipment, "departed")
    left = stands(shipment)
    told(shipment, "arrived_at_stop", LEFT + days(5), place=stop)
    at_stop = stands(shipment)
    told(shipment, "left_stop", LEFT + days(8), place=stop)
    on = stands(shipment)

    assert left.expected_arrival_on == LEFT + days(23)
    assert (left.next_milestone, left.next_milestone_due_on) == (
        "arrived_at_stop",
        LEFT + days(3),
    )
    assert at_stop.expected_arrival_on == LEFT + days(25)
    assert at_stop.expected_basis == "last stop plus 20 days, usual of its lanes"
    assert (at_stop.next_milestone, at_stop.last_place) == ("left_stop", stop)
    assert on.expected_arrival_on == LEFT + days(28)
    assert (on.next_milestone, on.next_milestone_due_on) == ("arrived", LEFT + days(28))


def test_legs_without_a_lane_take_what_they_are_planned_to_and_stay_as_planned():
    shipment = ShipmentLineFactory().shipment
    (stop,) = by_legs(shipment, "road", "sea")
    Leg.objects.filter(sequence=1).update(
        planned_departure_on=LEFT, planned_arrival_on=LEFT + days(2)
    )
    Leg.objects.filter(sequence=2).update(
        planned_departure_on=LEFT + days(6), planned_arrival_on=LEFT + days(30)
    )
    told(shipment, "departed", LEFT + days(1))
    left = stands(shipment)
    told(shipment, "arrived_at_stop", LEFT + days(4), place=stop)
    at_stop = stands(shipment)

    assert (left.planned_departure_on, left.planned_arrival_on) == (LEFT, LEFT + days(30))
    assert left.expected_arrival_on == LEFT + days(1 + 2 + 4 + 24)
    assert left.next_milestone_due_on == LEFT + days(2)
    assert at_stop.expected_arrival_on == LEFT + days(4 + 4 + 24)
    assert at_stop.next_milestone_due_on == LEFT + days(6)


def test_what_was_planned_from_the_last_milestone_on_stands_in_for_unknown_legs():
    shipment = ShipmentLineFactory(shipment__planned_departure_on=LEFT).shipment
    stops = by_legs(shipment, "road", "sea", planned_at=AT - days(9))
    Leg.objects.filter(sequence=2).update(planned_arrival_on=LEFT + days(30))
    told(shipment, "arrived_at_stop", LEFT + days(4), "planned", place=stops[0])
    told(shipment, "arrived_at_stop", LEFT + days(9), place=stops[0])

    standing = stands(shipment)

    assert standing.expected_arrival_on == LEFT + days(35)
    assert standing.expected_basis == "last milestone plus what was planned from there"


def test_what_was_heard_of_since_has_not_arrived_earlier():
    shipment = ShipmentLineFactory().shipment
    lane("sea", shipment.from_place, shipment.to_place, 3)
    told(shipment, "departed")
    told(shipment, "passed", LEFT + days(8), place=PlaceFactory())

    assert stands(shipment).expected_arrival_on == LEFT + days(8)


def test_a_lane_that_takes_otherwise_moves_what_goes_by_it_for_one_leg():
    moving = ShipmentLineFactory().shipment
    (stop,) = by_legs(moving, "road", "sea")
    lane("road", moving.from_place, stop, 2)
    way = lane("sea", stop, moving.to_place, 30)
    told(moving, "departed")
    before = stands(moving).expected_arrival_on
    for _ in range(5):
        done = ShipmentLineFactory(
            shipment=ShipmentFactory(mode="sea", from_place=stop, to_place=way.to_place),
            order=OrderFactory(),
        ).shipment
        told(done, "departed")
        told(done, "arrived", LEFT + days(9))
        with_orders(done.pk, at=AT)
    records.refresh(at=AT)
    while stale(at=AT):
        pass

    moved = ShipmentStanding.objects.get(shipment=moving).expected_arrival_on

    assert (before, moved) == (LEFT + days(32), LEFT + days(11))
