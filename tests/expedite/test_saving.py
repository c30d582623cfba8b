from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.expedite import Savings, levers, savings
from shipments.models import ContractorRecord, LaneRecord, Policy, Standing
from shipments.standing.recompute import recompute
from tests.expedite.judged import quiet
from tests.factories import (
    DepartureFactory,
    LaneFactory,
    PlaceFactory,
    PromiseFactory,
    ReportFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

SHIPS = date(2027, 1, 15)  # as promised: 56 days from today


def saved(order) -> Savings:
    policy = Policy.objects.in_force()
    return savings([order.pk], as_of=TODAY, policy=policy).get(order.pk, Savings())


def only(order):
    """The one thing that can gain days, as (days, low, high, history, what it rests on)."""
    (each,) = saved(order).found
    return each.lever.code, (each.days, each.low, each.high, each.history, each.rests_on)


def ready(order, quantity=None):
    ReportFactory(order=order, quantity=quantity, occurs_on=date(2026, 11, 10))
    recompute([order.pk], at=AT)
    return order


def worth(order, promises, low=-2, median=0, high=10):
    """What the contractor's promises have been worth, without the standing being computed anew."""
    ContractorRecord.objects.create(
        contractor=order.contractor,
        promises=promises,
        kept=0,
        low_slip_days=low,
        median_slip_days=median,
        high_slip_days=high,
        computed_at=AT,
    )


def test_the_five_levers_are_found():
    assert {each.code.value: each.name for each in levers()} == {
        "air_for_sea": "Air instead of sea",
        "earlier_departure": "Earlier departure",
        "part_shipment": "Part shipment",
        "recover_slip": "Recover the slip",
        "ship_ready": "Ship what is ready",
    }


def test_on_a_quiet_order_nothing_can_be_gained():
    assert saved(quiet()) == Savings()
    assert saved(quiet()).best is None


def test_what_is_ready_gains_the_days_until_it_was_expected_to_ship():
    order = ready(quiet())

    code, figures = only(order)

    assert (code, figures) == ("ship_ready", (56, 56, 56, 0, "its last promise"))
    assert saved(order).found[0].sentence(TODAY) == (
        "Ship now the 100 EA ready since 10 Nov, instead of 15 Jan 2027 as expected."
    )


@pytest.mark.parametrize(
    ("promises", "figures"),
    [
        (8, (56, 54, 66, 8, "8 promises of this contractor")),
        (7, (56, 56, 56, 0, "its last promise")),
    ],
)
def test_with_enough_promises_on_record_there_is_a_range(promises, figures):
    order = ready(quiet())
    worth(order, promises)

    assert only(order) == ("ship_ready", figures)


@pytest.mark.parametrize(("quantity", "lever"), [(99, "part_shipment"), (100, "ship_ready")])
def test_a_part_that_is_ready_is_a_part_shipment(quantity, lever):
    order = ready(quiet(), quantity)

    code, figures = only(order)

    assert (code, figures[0]) == (lever, 56)


def test_a_part_shipment_says_how_much_of_what_is_left():
    order = quiet()
    ShipmentLineFactory(order=order, quantity=20)
    recompute([order.pk], at=AT)
    Standing.objects.filter(order=order).update(ready_quantity=50, ready_on=date(2026, 11, 10))

    (found,) = saved(order).found

    assert found.sentence(TODAY) == (
        "Ship 30 EA of 80 EA now, ready since 10 Nov; the whole is expected to ship 15 Jan 2027."
    )


def test_what_is_ready_and_expected_to_ship_today_gains_nothing():
    order = ready(quiet())
    Standing.objects.filter(order=order).update(expected_ship_on=TODAY)

    assert saved(order).found == ()


def by_sea(days=28, **fields):
    lane = LaneFactory(planning_days=days, **fields)
    return quiet(lane=lane, required_on=date(2027, 6, 1)), lane


def by_air(lane, days=3, **fields):
    places = {"from_place": lane.from_place, "to_place": lane.to_place}
    return LaneFactory(mode="air", planning_days=days, **(places | fields))


def record(lane, shipments, low, median, high):
    LaneRecord.objects.create(
        mode=lane.mode,
        from_place=lane.from_place,
        to_place=lane.to_place,
        shipments=shipments,
        low_days=low,
        median_days=median,
        high_days=high,
        computed_at=AT,
    )


def test_air_for_sea_by_planning_figures_says_so():
    order, lane = by_sea()
    by_air(lane)

    assert only(order) == ("air_for_sea", (25, 25, 25, 0, "planning figures of both lanes"))
    assert saved(order).found[0].sentence(TODAY) == (
        f"By air from {lane.from_place.name} to {lane.to_place.name} in 3 days, instead of "
        "28 days by sea."
    )


@pytest.mark.parametrize(
    ("sea", "air", "figures"),
    [
        (11, 7, (28, 22, 38, 18, "11 shipments by sea and 7 by air")),
        (11, 4, (27, 23, 37, 11, "11 shipments by sea, a planning figure by air")),
        (4, 7, (26, 24, 26, 7, "a planning figure by sea, 7 shipments by air")),
    ],
)
def test_history_is_believed_from_five_shipments_on(sea, air, figures):
    order, lane = by_sea()
    record(lane, sea, 26, 30, 40)
    record(by_air(lane), air, 2, 2, 4)

    assert only(order) == ("air_for_sea", figures)


def test_of_two_lanes_by_air_the_fastest_counts_and_a_slower_one_than_the_ship_does_not():
    order, lane = by_sea()
    american = PlaceFactory(country_code="US")
    by_air(lane, 6)
    slow, slow_lane = by_sea(days=3)
    by_air(slow_lane, 3)
    assert only(order)[1][0] == 22
    assert saved(slow).found == ()
    assert american.country_code == "US"


def test_the_same_two_countries_will_do_where_ships_and_aircraft_use_other_places():
    def place(country):
        return PlaceFactory(country_code=country)

    order, lane = by_sea(from_place=place("US"), to_place=place("IL"))
    by_air(lane, 2, from_place=place("US"), to_place=place("IL"))
    by_air(lane, 1, from_place=place("US"), to_place=place("CY"))

    assert only(order)[1][0] == 26


def test_what_is_all_shipped_goes_by_sea():
    order, lane = by_sea()
    by_air(lane)
    ShipmentLineFactory(order=order, quantity=100)
    recompute([order.pk], at=AT)

    assert saved(order).found == ()


def slips(order, *ship_on):
    for nth, day in enumerate(ship_on, start=1):
        PromiseFactory(order=order, ship_on=day, recorded_at=AT + timedelta(minutes=nth))
    recompute([order.pk], at=AT)


def test_a_slip_can_be_recovered_from_the_last_move_to_the_whole():
    order = quiet(required_on=date(2027, 6, 1))
    slips(order, date(2027, 1, 25), date(2027, 1, 31))

    assert only(order) == ("recover_slip", (16, 6, 16, 3, "3 promises for this order"))
    assert saved(order).found[0].sentence(TODAY) == (
        "Back from 31 Jan 2027 to 15 Jan 2027, as promised at first."
    )


def test_what_is_past_cannot_be_gone_back_to():
    order = quiet(promised=False, required_on=date(2027, 6, 1))
    slips(order, date(2026, 11, 1), date(2026, 11, 30))

    (found,) = saved(order).found

    assert (found.days, found.low, found.high) == (10, 10, 10)
    assert found.sentence(TODAY) == (
        "Ship now, instead of 30 Nov; it was promised for 1 Nov at first."
    )


def sails(lane, cut_off_on, arrives_on, **fields):
    DepartureFactory(
        mode=lane.mode,
        from_place=lane.from_place,
        to_place=lane.to_place,
        cut_off_on=cut_off_on,
        departs_on=cut_off_on + timedelta(days=1),
        arrives_on=arrives_on,
        **fields,
    )


def test_an_earlier_departure_gains_the_days_between_two_arrivals():
    order, lane = by_sea()
    sails(lane, SHIPS - timedelta(days=2), date(2027, 2, 12), voyage="FL1")
    sails(lane, SHIPS + timedelta(days=5), date(2027, 2, 22), voyage="FL2")

    assert only(order) == (
        "earlier_departure",
        (10, 7, 10, 0, "the schedule: Schedule of the line"),
    )
    assert saved(order).found[0].sentence(TODAY) == (
        "Ready by 13 Jan 2027, it goes with Fictional Line FL1 on 14 Jan 2027, instead of "
        "Fictional Line FL2 on 21 Jan 2027."
    )


def test_without_a_later_departure_nobody_can_tell_what_it_gains():
    order, lane = by_sea()
    sails(lane, SHIPS - timedelta(days=2), date(2027, 2, 12))

    assert saved(order).found == ()


def test_the_most_days_stand_first_and_each_reason_has_its_own_best():
    order, lane = by_sea()
    by_air(lane)
    ready(order)
    slips(order, date(2027, 1, 31))

    found = saved(order)

    assert [(each.lever.code, each.days) for each in found.found] == [
        ("ship_ready", 72),
        ("air_for_sea", 25),
        ("recover_slip", 16),
    ]
    assert found.best == found.found[0]
    assert found.best_for("slipping").lever.code == "ship_ready"
    assert found.best_for("route_disrupted").lever.code == "air_for_sea"
    assert found.best_for("silent") is None


def test_many_orders_cost_one_query(django_assert_num_queries):
    orders = [ready(quiet()).pk for _ in range(5)]
    policy = Policy.objects.in_force()

    with django_assert_num_queries(1):
        found = savings(orders, as_of=TODAY, policy=policy)
    with django_assert_num_queries(0):
        assert savings([], as_of=TODAY, policy=policy) == {}

    assert set(found) == set(orders)
