from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from shipments.models import Lane, LaneRecord, Standing, User
from shipments.standing.recompute import recompute
from tests.factories import LaneFactory, OrderFactory, PlaceFactory, PromiseFactory
from tests.factories.moments import AT
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def lane(db: None) -> Lane:
    """28 days by sea."""
    return LaneFactory(
        from_place=PlaceFactory(code="ZZA", name="Port Alpha"),
        to_place=PlaceFactory(code="ZZB", name="Port Beta"),
        note="Carrier's schedule",
    )


def record(lane: Lane, shipments: int, days: int) -> None:
    LaneRecord.objects.create(
        mode=lane.mode,
        from_place=lane.from_place,
        to_place=lane.to_place,
        shipments=shipments,
        low_days=days - 3,
        median_days=days,
        high_days=days + 4,
        computed_at=AT,
    )


def a_lane(**given: Any) -> dict[str, Any]:
    sent = {
        "mode": "air",
        "from_place": "ZZA",
        "to_place": "ZZB",
        "planning_days": "2",
        "note": "Flight plan",
    }
    return sent | given


def promised(lane: Lane | None) -> Any:
    """Promised to ship on 15 January."""
    order = OrderFactory(lane=lane)
    PromiseFactory(order=order)
    recompute([order.pk], at=AT)
    return order


# The first policy asks for five.
@pytest.mark.parametrize(("shipments", "used"), [(4, "28 d planning figure"), (5, "33 d median")])
def test_the_list_says_which_figure_is_used(
    site: Client, lane: Lane, shipments: int, used: str
) -> None:
    record(lane, shipments, 33)

    said = text(site.get("/lanes/"))

    assert f"Port Alpha to Port Beta {used}" in said
    assert f"33 d (half took 30 to 37) {shipments} shipments" in said


def test_a_way_that_was_gone_without_a_plan_is_listed_too(site: Client, lane: Lane) -> None:
    record(Lane(mode="air", from_place=lane.from_place, to_place=lane.to_place), 1, 4)

    said = text(site.get("/lanes/"))

    assert "Air Port Alpha to Port Beta 30 d general figure not planned 4 d" in said


def test_a_lane_is_planned_with_what_it_passes(site: Client, lane: Lane, manager: User) -> None:
    PlaceFactory(code="ZZC", name="The Strait")

    response = site.post("/lanes/new/", a_lane(passes=["ZZC"]), follow=True)

    made = Lane.objects.get(mode="air")
    assert "Lane planned." in text(response)
    assert "Passes The Strait" in text(response)
    assert (made.planning_days, made.note, made.recorded_by) == (2, "Flight plan", manager)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"mode": "sea"}, "That lane is planned already."),
        ({"to_place": "ZZA"}, "It goes where it leaves."),
        ({"planning_days": "0"}, "Enter the days it takes, a whole number from 1 to 365."),
        ({"planning_days": "366"}, "Enter the days it takes, a whole number from 1 to 365."),
        ({"note": " "}, "Say what the figure rests on."),
        ({"from_place": "nowhere"}, "is not one of these"),
    ],
)
def test_a_refused_lane_keeps_what_was_typed(
    site: Client, lane: Lane, given: dict[str, str], says: str
) -> None:
    response = site.post("/lanes/new/", a_lane(**given))

    assert response.status_code == 422
    assert says in text(response)
    assert value(response, "planning_days") == a_lane(**given)["planning_days"]
    assert Lane.objects.count() == 1


def test_another_figure_moves_the_expected_day_of_its_orders_at_once(
    site: Client, lane: Lane
) -> None:
    order, other = promised(lane), promised(None)
    before = Standing.objects.get(order=order).expected_delivery_on
    untouched = Standing.objects.get(order=other).expected_delivery_on
    given = {"planning_days": "38", "note": "Round the cape"}

    response = site.post(f"/lanes/{lane.pk}/", given, follow=True)

    after = Standing.objects.get(order=order).expected_delivery_on
    assert after == before + timedelta(days=10)
    assert Standing.objects.get(order=other).expected_delivery_on == untouched
    assert "Lane changed." in text(response)


def test_what_stood_before_is_kept_as_history(site: Client, lane: Lane, manager: User) -> None:
    given = {"planning_days": "38", "note": "Round the cape"}

    response = site.post(f"/lanes/{lane.pk}/", given, follow=True)

    said = text(response)
    assert f"38 Round the cape {manager}" in said
    assert said.index("38 Round the cape") < said.index("28 Carrier's schedule")


def test_a_refused_figure_keeps_what_was_typed(site: Client, lane: Lane) -> None:
    response = site.post(f"/lanes/{lane.pk}/", {"planning_days": "soon", "note": ""})

    assert response.status_code == 422
    assert value(response, "planning_days") == "soon"
    assert "Say what the figure rests on." in text(response)
    assert Lane.objects.get().planning_days == 28


def test_who_may_not_plan_transport_reads_and_changes_nothing(
    as_person: Callable[[User], Client], auditor: User, lane: Lane
) -> None:
    theirs = as_person(auditor)

    page, new, change = (
        theirs.get(f"/lanes/{lane.pk}/"),
        theirs.get("/lanes/new/"),
        theirs.post(f"/lanes/{lane.pk}/", {"planning_days": "1", "note": "x"}),
    )

    assert (page.status_code, new.status_code, change.status_code) == (200, 403, 403)
    assert "Another figure" not in text(page)
    assert Lane.objects.get().planning_days == 28


def test_contractors_see_no_lanes(
    as_person: Callable[[User], Client], contractors_person: User, lane: Lane
) -> None:
    theirs = as_person(contractors_person)

    answers = [theirs.get(a).status_code for a in ("/lanes/", f"/lanes/{lane.pk}/")]

    assert answers == [404, 404]
    assert theirs.post(f"/lanes/{lane.pk}/", a_lane()).status_code == 404
    assert "/lanes/" not in theirs.get("/orders/").content.decode()


def test_a_lane_that_is_not_there_is_not_found(site: Client) -> None:
    given = {"planning_days": "5", "note": "x"}

    assert site.get("/lanes/99/").status_code == 404
    assert site.post("/lanes/99/", given).status_code == 404


def test_the_list_costs_the_same_however_long(site: Client, lane: Lane) -> None:
    before = cost(site, "/lanes/")
    for _ in range(4):
        record(LaneFactory(), 6, 20)

    assert cost(site, "/lanes/") == before


def test_an_order_is_planned_to_go_by_a_lane(site: Client, lane: Lane) -> None:
    order = promised(None)

    response = site.post(f"/orders/{order.reference}/lane/", {"lane_id": lane.pk}, follow=True)

    order.refresh_from_db()
    assert order.lane == lane
    assert Standing.objects.get(order=order).expected_delivery_on > date(2027, 1, 15)
    assert f"Lane planned for {order.reference}." in text(response)
    assert "Planned lane Sea Port Alpha to Port Beta" in text(response)


def test_a_lane_is_taken_from_an_order(site: Client, lane: Lane) -> None:
    order = promised(lane)

    site.post(f"/orders/{order.reference}/lane/", {"lane_id": ""})

    order.refresh_from_db()
    assert order.lane is None


@pytest.mark.parametrize("given", ["999", "odd"])
def test_an_unknown_lane_is_refused(site: Client, lane: Lane, given: str) -> None:
    order = promised(lane)

    response = site.post(f"/orders/{order.reference}/lane/", {"lane_id": given}, follow=True)

    order.refresh_from_db()
    assert "Choose a lane from the list." in text(response)
    assert order.lane == lane


def test_an_order_that_is_done_takes_no_lane(site: Client, lane: Lane) -> None:
    order = OrderFactory(cancelled_on=date(2026, 11, 1))
    recompute([order.pk], at=AT)
    here = f"/orders/{order.reference}/lane/"

    response = site.post(here, {"lane_id": lane.pk}, follow=True)

    assert "Nothing of this order is still to go." in text(response)


def test_who_may_not_plan_transport_plans_no_orders_lane(
    as_person: Callable[[User], Client], auditor: User, contractors_person: User, lane: Lane
) -> None:
    order = promised(None)
    here = f"/orders/{order.reference}/lane/"

    refused = as_person(auditor).post(here, {"lane_id": lane.pk})
    others = as_person(contractors_person).post(here, {"lane_id": lane.pk})

    assert (refused.status_code, others.status_code) == (403, 403)
    order.refresh_from_db()
    assert order.lane is None


def test_there_is_no_lane_for_an_order_that_is_not_there(site: Client, lane: Lane) -> None:
    assert site.post("/orders/NONE/lane/", {"lane_id": lane.pk}).status_code == 404


def test_the_last_day_to_ship_counts_with_the_days_of_its_lane(site: Client, lane: Lane) -> None:
    order = promised(lane)

    said = text(site.get(f"/orders/{order.reference}/"))

    assert "Must ship by 1 Feb 2027" in said
    assert "with 28 d on the way." in said
