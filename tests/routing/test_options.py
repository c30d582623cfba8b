from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import LaneRecord, Policy
from tests.factories import (
    DisruptionFactory,
    LaneFactory,
    LegFactory,
    MilestoneFactory,
    OrderFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY
from tests.routing.geography import passage, place, ways, worked_out

pytestmark = pytest.mark.django_db

ROUND_AFRICA = "EAST XCAPE XGIB XSUEZ sea:SOUTH"
BY_NORTH = "EAST XCAPE XGIB sea:NORTH road:SOUTH"


@pytest.fixture
def sailing():
    """By sea through Bab al-Mandab to the southern port, expected in thirty days."""
    lane = LaneFactory(from_place=place("EAST"), to_place=place("SOUTH"), planning_days=12)
    lane.passes.add(passage("XBAB"))
    place("NORTH")
    return ShipmentFactory(
        from_place=lane.from_place,
        to_place=lane.to_place,
        planned_arrival_on=TODAY + timedelta(days=30),
    )


def close(code, **given):
    return DisruptionFactory(place=passage(code), passability="closed", **given)


def test_without_anything_in_the_way_nothing_else_is_offered(sailing):
    found = worked_out(sailing)

    assert (found.others, found.avoided) == ((), ())
    assert 5_000 < found.today.km < 6_500


def test_round_a_closed_passage_with_the_days_scaled_from_its_lane(sailing):
    closed = close("XBAB")

    found = worked_out(sailing)

    assert found.avoided == (closed,)
    assert set(ways(found)) == {ROUND_AFRICA, BY_NORTH}
    longest = next(each for each in found.others if len(each.stretches) == 1)
    assert longest.added_km == longest.km - found.today.km
    assert longest.added_days == pytest.approx(12 * longest.added_km / found.today.km, abs=1)
    assert longest.basis == "scaled by distance from the planned 12 days of the lane"
    assert longest.arrives_on == TODAY + timedelta(days=30 + longest.added_days)


def test_a_lane_that_has_a_record_goes_by_it(sailing):
    close("XBAB")
    LaneRecord.objects.create(
        mode="sea", from_place=sailing.from_place, to_place=sailing.to_place, shipments=9,
        low_days=10, median_days=14, high_days=20, computed_at=AT,
    )  # fmt: skip

    found = worked_out(sailing)

    assert "median 14 days of 9 shipments" in found.today.basis


def test_a_way_of_no_lane_takes_the_planning_figure():
    shipment = ShipmentFactory(from_place=place("WEST"), to_place=place("SOUTH"))
    close("XSUEZ")

    found = worked_out(shipment)

    assert "planning figure, 600 km a day by sea" in found.others[-1].basis
    assert found.others[-1].added_days == pytest.approx(found.others[-1].added_km / 600, abs=1)


def test_what_would_then_miss_its_required_date_is_named_with_its_days(sailing):
    close("XBAB")
    late = OrderFactory(required_on=TODAY + timedelta(days=36))
    already = OrderFactory(required_on=TODAY + timedelta(days=20))
    early = OrderFactory(required_on=date(2028, 1, 1))
    for order in (late, already, early):
        ShipmentLineFactory(shipment=sailing, order=order)

    option = worked_out(sailing).others[0]

    # Five days pass from the arrival until the goods are cleared.
    assert [(each.order, each.days, each.already) for each in option.misses] == [
        (already, option.added_days + 30 + 5 - 20, True),
        (late, option.added_days + 30 + 5 - 36, False),
    ]
    assert option.newly_missed == 1


def test_what_only_restricts_is_told_and_gone_round_when_asked(sailing):
    slow = DisruptionFactory(place=passage("XBAB"), passability="restricted")

    assert worked_out(sailing).others == ()
    assert worked_out(sailing).today.crosses == (slow,)
    assert ROUND_AFRICA in ways(worked_out(sailing, around=slow.pk))


def test_another_way_tells_what_it_still_meets(sailing):
    close("XBAB")
    slow = DisruptionFactory(place=passage("XGIB"), passability="restricted")

    assert {each.crosses for each in worked_out(sailing).others} == {(slow,)}


def test_a_way_round_what_would_slow_it_down_is_offered_beside(sailing):
    port = DisruptionFactory(place=sailing.to_place, passability="closed")
    slow = DisruptionFactory(place=passage("XBAB"), passability="restricted")

    offered = {way: each.crosses for way, each in zip(*_offered(sailing), strict=True)}

    # That the goods still come to the closed port, by road, is told as well.
    assert offered == {
        "EAST XBAB XSUEZ sea:NORTH road:SOUTH": (port, slow),
        BY_NORTH: (port,),
    }


def _offered(shipment):
    found = worked_out(shipment)
    return ways(found), found.others


def test_another_way_never_leads_through_another_closed_place(sailing):
    close("XBAB")
    close("XGIB")

    assert ways(worked_out(sailing)) == []


def test_a_closed_port_is_gone_round_by_another_of_its_country(sailing):
    DisruptionFactory(place=sailing.to_place, passability="closed")

    assert ways(worked_out(sailing)) == ["EAST XBAB XSUEZ sea:NORTH road:SOUTH"]


def test_a_passage_that_lies_behind_is_not_gone_round(sailing):
    close("XBAB")
    MilestoneFactory(shipment=sailing, kind="passed", place=passage("XBAB"))

    assert worked_out(sailing).avoided == ()


@pytest.fixture
def flying():
    """From base A by base B to base D, on two legs."""
    LaneFactory(mode="air", from_place=place("BASEA"), to_place=place("BASEC"))
    shipment = ShipmentFactory(mode="air", from_place=place("BASEA"), to_place=place("BASED"))
    base = place("BASEB")
    LegFactory(shipment=shipment, mode="air", to_place=base)
    LegFactory(shipment=shipment, mode="air", sequence=2, from_place=base)
    return shipment


def fly_far():
    last = Policy.objects.in_force()
    limits = {**last.limits, "air_range_km": 8_000}
    Policy.objects.create(version=last.version + 1, limits=limits, reason="Far", made_at=AT)


def test_a_closed_base_between_is_gone_round_by_another(flying):
    fly_far()
    DisruptionFactory(place=place("BASEB"), passability="closed")

    found = worked_out(flying)

    assert ways(found) == ["BASEA air:BASEC air:BASED"]
    assert found.others[0].added_days == 0


def test_out_of_range_of_every_open_base_there_is_no_other_way(flying):
    DisruptionFactory(place=place("BASEB"), passability="closed")

    assert ways(worked_out(flying)) == []


def test_what_has_left_the_base_goes_on(flying):
    DisruptionFactory(place=place("BASEB"), passability="closed")
    MilestoneFactory(shipment=flying, kind="left_stop", place=place("BASEB"))

    found = worked_out(flying)

    assert (found.going.done, found.avoided) == (1, ())


def test_a_closed_lane_is_not_offered_again():
    lane = LaneFactory(from_place=place("WEST"), to_place=place("SOUTH"))
    place("NORTH")
    shipment = ShipmentFactory(from_place=lane.from_place, to_place=lane.to_place)
    DisruptionFactory(place=None, lane=lane, passability="closed")

    assert ways(worked_out(shipment)) == ["WEST XGIB sea:NORTH road:SOUTH"]


def test_where_nobody_knows_how_far_it_is_nothing_is_promised():
    shipment = ShipmentFactory()
    DisruptionFactory(place=shipment.to_place, passability="closed")

    found = worked_out(shipment)

    assert (found.today.km, found.today.arrives_on, found.others) == (None, None, ())
