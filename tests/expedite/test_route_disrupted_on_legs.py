"""Golden examples of the rule ``route_disrupted`` for what goes by legs, both sides."""

from __future__ import annotations

import pytest

from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import (
    DisruptionFactory,
    LaneFactory,
    LegFactory,
    MilestoneFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db
DISRUPTED = {"route_disrupted"}


@pytest.fixture
def way():
    """An order aboard a shipment of two legs: first, a strait, a base, another strait, last."""
    order, shipment = quiet(), ShipmentFactory()
    places = {name: PlaceFactory(name=name) for name in ("strait", "base", "canal")}
    places |= {"first": shipment.from_place, "last": shipment.to_place}
    one = LegFactory(shipment=shipment, to_place=places["base"])
    one.passes.add(places["strait"])
    two = LegFactory(shipment=shipment, sequence=2, from_place=places["base"], mode="air")
    two.passes.add(places["canal"])
    ShipmentLineFactory(order=order, quantity=100, shipment=shipment)
    recompute([order.pk], at=AT)
    return order, shipment, places


@pytest.mark.parametrize("where", ["first", "strait", "base", "canal", "last"])
def test_a_disruption_anywhere_on_the_legs_holds(way, where):
    order, _, places = way
    DisruptionFactory(place=places[where])

    judge()

    assert reasons(order) == DISRUPTED
    assert flag(order, "route_disrupted").evidence["place"] == places[where].name


@pytest.mark.parametrize(
    ("happened", "still"),
    [
        ([("departed", "first")], {"strait", "base", "canal", "last"}),
        ([("departed", "first"), ("passed", "strait")], {"base", "canal", "last"}),
        ([("arrived_at_stop", "base")], {"base", "canal", "last"}),
        ([("left_stop", "base")], {"canal", "last"}),
        ([("passed", "canal")], {"last"}),
        ([("arrived", "last")], set()),
    ],
)
def test_what_lies_behind_the_shipment_no_longer_holds(way, happened, still):
    order, shipment, places = way
    for kind, where in happened:
        MilestoneFactory(shipment=shipment, kind=kind, place=places[where])

    held = set()
    for where, place in places.items():
        found = DisruptionFactory(place=place)
        judge()
        held |= {where} if reasons(order) else set()
        found.delete()

    assert held == still


def test_a_leg_that_another_plan_replaced_holds_no_longer(way):
    order, shipment, places = way
    DisruptionFactory(place=places["strait"])
    judge()
    assert reasons(order) == DISRUPTED

    shipment.legs.filter(sequence=1).update(replaced_at=AT)
    LegFactory(shipment=shipment, to_place=places["base"], distance_km=9000)
    judge()

    assert reasons(order) == set()


def test_a_passage_that_a_leg_is_said_to_go_through_later_holds_from_then_on(way):
    order, shipment, _ = way
    passage = PlaceFactory()
    DisruptionFactory(place=passage)
    judge()
    before = reasons(order)

    shipment.legs.get(sequence=1).passes.add(passage)
    judge()

    assert (before, reasons(order)) == (set(), DISRUPTED)


@pytest.mark.parametrize(("measured", "holds"), [(None, DISRUPTED), (9000, set())])
def test_a_leg_that_nobody_measured_passes_what_its_lane_does(measured, holds):
    order, lane, strait = quiet(), LaneFactory(), PlaceFactory()
    lane.passes.add(strait)
    ends = {"from_place": lane.from_place, "to_place": lane.to_place}
    leg = LegFactory(shipment=ShipmentFactory(**ends), distance_km=measured)
    ShipmentLineFactory(order=order, quantity=100, shipment=leg.shipment)
    recompute([order.pk], at=AT)
    DisruptionFactory(place=strait)

    judge()

    assert reasons(order) == holds


def test_a_closed_lane_closes_the_leg_that_goes_by_it(way):
    order, shipment, places = way
    lane = LaneFactory(mode="air", from_place=places["base"], to_place=places["last"])
    DisruptionFactory(place=None, lane=lane)

    judge()
    held = reasons(order)
    MilestoneFactory(shipment=shipment, kind="arrived", place=places["last"])
    judge()

    assert (held, reasons(order)) == (DISRUPTED, set())


@pytest.mark.parametrize(
    "said",
    [
        {"passability": "open"},
        {"withdrawn_at": AT, "withdrawn_because": "Told in error"},
    ],
)
def test_what_says_open_or_was_withdrawn_closes_nothing(way, said, django_user_model):
    order, _, places = way
    if "withdrawn_at" in said:
        said = said | {"withdrawn_by": django_user_model.objects.create(email="a@b.example")}
    DisruptionFactory(place=places["strait"], **said)

    judge()

    assert reasons(order) == set()


def test_to_withdraw_a_report_clears_its_flag(way, django_user_model):
    order, _, places = way
    found = DisruptionFactory(place=places["strait"])
    judge()

    found.withdrawn_at, found.withdrawn_because = AT, "Told in error"
    found.withdrawn_by = django_user_model.objects.create(email="a@b.example")
    found.save()
    judge()

    assert reasons(order) == set()
