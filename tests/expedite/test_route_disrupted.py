from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shipments.expedite import sentence
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import (
    DisruptionFactory,
    LaneFactory,
    MilestoneFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def planned(**fields):
    """An order that goes by a lane of its own."""
    lane = LaneFactory()
    return quiet(lane=lane, **fields), lane


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False)],
)
@pytest.mark.parametrize(("urgent", "kind"), [(False, "speed_up"), (True, "chase")])
def test_a_disruption_holds_from_its_first_to_its_last_day(urgent, kind, starts, ends, holds):
    order, lane = planned(urgent=urgent)
    ends_on = None if ends is None else TODAY + timedelta(days=ends)
    DisruptionFactory(
        place=lane.to_place,
        starts_on=TODAY + timedelta(days=starts),
        ends_on=ends_on,
        ends_on_precision="day" if ends_on else "",
    )

    judge()

    assert reasons(order) == ({"route_disrupted"} if holds else set())
    if holds:
        assert flag(order, "route_disrupted").kind == kind


@pytest.mark.parametrize("where", ["from", "to", "passes", "lane"])
def test_anywhere_on_the_lane_holds(where):
    order, lane = planned()
    passage = PlaceFactory()
    lane.passes.add(passage)
    place = {"from": lane.from_place, "to": lane.to_place, "passes": passage, "lane": None}[where]
    DisruptionFactory(place=place, lane=lane if where == "lane" else None)
    DisruptionFactory()  # and one elsewhere

    judge()

    assert reasons(order) == {"route_disrupted"}


def test_it_is_told_what_where_since_when_and_who_says_so():
    order, lane = planned(recorded_at=datetime(2026, 10, 1, tzinfo=UTC))
    DisruptionFactory(
        place=lane.to_place,
        kind="strike",
        starts_on=date(2026, 11, 3),
        source_kind="port notice",
        certainty="confirmed",
    )

    judge()

    found = flag(order, "route_disrupted")
    assert (found.points, found.since) == (30, date(2026, 11, 3))
    assert found.evidence == {
        "part": "what is left to ship",
        "place": lane.to_place.name,
        "kind": "strike",
        "starts_on": "2026-11-03",
        "starts_on_precision": "day",
        "told": "port notice, confirmed",
    }
    assert sentence(found, TODAY) == (
        f"On the way of what is left to ship: {lane.to_place.name}, strike since 3 Nov "
        "(port notice, confirmed)."
    )


def test_two_reports_that_contradict_each_other_are_both_named():
    order, lane = planned()
    DisruptionFactory(place=lane.to_place, kind="open again", certainty="disputed")
    DisruptionFactory(place=lane.to_place, kind="closed", certainty="confirmed")

    judge()

    name = lane.to_place.name
    assert sentence(flag(order, "route_disrupted"), TODAY) == (
        f"On the way of what is left to ship: {name}, closed since 17 Nov (confirmed). "
        f"Also {name}, open again since 17 Nov (disputed)."
    )


def test_of_more_than_two_the_rest_is_counted():
    order, lane = planned()
    DisruptionFactory.create_batch(4, place=lane.to_place)

    judge()

    assert sentence(flag(order, "route_disrupted"), TODAY).endswith("(reported), and 2 more.")


def aboard(order, *happened, quantity=100, **fields):
    line = ShipmentLineFactory(order=order, quantity=quantity, shipment=ShipmentFactory(**fields))
    for kind in happened:
        MilestoneFactory(shipment=line.shipment, kind=kind)
    recompute([order.pk], at=AT)
    return line.shipment


@pytest.mark.parametrize(
    ("happened", "at_departure", "at_arrival"),
    [((), True, True), (("departed",), False, True), (("departed", "arrived"), False, False)],
)
def test_what_is_moving_is_disrupted_on_the_way_that_it_has_left(
    happened, at_departure, at_arrival
):
    here, there = quiet(), quiet()
    DisruptionFactory(place=aboard(here, *happened).from_place)
    DisruptionFactory(place=aboard(there, *happened).to_place)

    judge()

    assert ("route_disrupted" in reasons(here)) is at_departure
    assert ("route_disrupted" in reasons(there)) is at_arrival


def test_a_passage_of_a_shipments_lane_is_on_its_way_too():
    order, lane = quiet(), LaneFactory()
    passage = PlaceFactory()
    lane.passes.add(passage)
    DisruptionFactory(place=passage)
    aboard(order, "departed", mode=lane.mode, from_place=lane.from_place, to_place=lane.to_place)

    judge()

    found = flag(order, "route_disrupted")
    assert found.evidence["part"] == "what is moving"


def test_both_what_is_left_and_what_is_moving_are_told():
    order, lane = planned()
    DisruptionFactory(place=lane.to_place)
    aboard(order, "departed", quantity=60, to_place=lane.to_place)

    judge()

    assert flag(order, "route_disrupted").evidence["part"] == (
        "what is left to ship and what is moving"
    )


def test_what_was_all_shipped_another_way_is_not_disrupted_on_the_planned_one():
    order, lane = planned()
    DisruptionFactory(place=lane.to_place)
    aboard(order, "departed")

    judge()

    assert reasons(order) == set()
