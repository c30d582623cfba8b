from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shipments.expedite import sentence
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import DepartureFactory, LaneFactory
from tests.factories.moments import TODAY

pytestmark = pytest.mark.django_db

SHIPS = date(2027, 1, 15)  # as promised


def departure(lane, cut_off_on=SHIPS - timedelta(days=1), **fields):
    return DepartureFactory(
        mode=lane.mode,
        from_place=lane.from_place,
        to_place=lane.to_place,
        cut_off_on=cut_off_on,
        departs_on=cut_off_on + timedelta(days=2),
        arrives_on=cut_off_on + timedelta(days=30),
        **fields,
    )


def planned(**fields):
    """An order that goes by a lane of its own and ships on 15 January."""
    lane = LaneFactory()
    return quiet(lane=lane, required_on=date(2027, 6, 1), **fields), lane


@pytest.mark.parametrize(("missed_by", "holds"), [(0, False), (1, True), (10, True), (11, False)])
def test_a_cut_off_at_most_ten_days_before_it_ships_holds(missed_by, holds):
    order, lane = planned()
    departure(lane, SHIPS - timedelta(days=missed_by))

    judge()

    assert reasons(order) == ({"misses_departure"} if holds else set())


def test_it_is_told_what_is_missed_by_how_much_and_what_comes_next():
    order, lane = planned()
    departure(
        lane, carrier="Fictional Line", voyage="FL1", recorded_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    departure(lane, SHIPS + timedelta(days=13), carrier="Fictional Line", voyage="FL2")

    judge()

    found = flag(order, "misses_departure")
    assert (found.kind, found.points, found.since) == ("speed_up", 20, date(2026, 11, 19))
    assert found.evidence == {
        "expected_ship_on": "2027-01-15",
        "carrier": "Fictional Line",
        "voyage": "FL1",
        "cut_off_on": "2027-01-14",
        "departs_on": "2027-01-16",
        "missed_by": 1,
        "next_voyage": "Fictional Line FL2",
        "next_departs_on": "2027-01-30",
    }
    assert sentence(found, TODAY) == (
        "Expected to ship 15 Jan 2027, 1 day after the cut-off of Fictional Line FL1 on "
        "14 Jan 2027, which departs 16 Jan 2027; the next it makes is Fictional Line FL2, "
        "departing 30 Jan 2027."
    )


def test_of_two_that_are_missed_the_nearer_one_is_told():
    order, lane = planned()
    departure(lane, SHIPS - timedelta(days=8), voyage="EARLY")
    departure(lane, SHIPS - timedelta(days=1), voyage="NEAR")

    judge()

    found = flag(order, "misses_departure")
    assert found.evidence["voyage"] == "NEAR"
    assert sentence(found, TODAY).endswith("; no later departure is known.")


def test_the_last_day_of_its_cut_off_is_the_last_that_it_holds():
    order, lane = planned()
    departure(lane)
    judge(as_of=SHIPS - timedelta(days=1))
    on_the_last_day = reasons(order)

    judge(as_of=SHIPS)

    assert "misses_departure" in on_the_last_day
    assert "misses_departure" not in reasons(order)


@pytest.mark.parametrize("other", ["cancelled", "another mode", "another place"])
def test_what_is_cancelled_or_goes_elsewhere_is_not_missed(other):
    order, lane = planned()
    match other:
        case "cancelled":
            departure(lane, cancelled_on=TODAY)
        case "another mode":
            departure(LaneFactory(mode="air", from_place=lane.from_place, to_place=lane.to_place))
        case "another place":
            departure(LaneFactory(from_place=lane.from_place))

    judge()

    assert reasons(order) == set()


def test_an_urgent_order_and_one_without_a_lane_are_left():
    urgent, lane = planned(urgent=True)
    departure(lane)
    nowhere = quiet()

    judge()

    assert (reasons(urgent), reasons(nowhere)) == (set(), set())
