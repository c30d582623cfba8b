from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import Milestone, Standing
from shipments.services import replanning
from shipments.services.refusal import NotAllowed, Refused
from shipments.services.replanning import Choice
from shipments.standing.recompute import recompute
from tests.factories import (
    DisruptionFactory,
    HoldFactory,
    LaneFactory,
    MilestoneFactory,
    OrderFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.routing.geography import passage, place, worked_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipment():
    """By sea through Bab al-Mandab, which is closed; no legs were planned."""
    lane = LaneFactory(from_place=place("EAST"), to_place=place("SOUTH"), planning_days=12)
    lane.passes.add(passage("XBAB"))
    DisruptionFactory(place=passage("XBAB"), passability="closed", kind="passage closed")
    found = ShipmentFactory(
        from_place=lane.from_place,
        to_place=lane.to_place,
        carrier="Paper Boats",
        planned_departure_on=TODAY + timedelta(days=3),
        planned_arrival_on=TODAY + timedelta(days=15),
    )
    line = ShipmentLineFactory(shipment=found, order=OrderFactory(lane=lane), quantity=100)
    recompute([line.order_id], at=AT)
    return found


def chosen(shipment):
    """The one way round, as the page names it."""
    found = worked_out(shipment)
    return Choice(shipment.tcn, found.others[0].key, found.going.plan), found.others[0]


def test_an_accepted_way_is_planned_and_the_old_one_is_kept(shipment):
    by = UserFactory()
    choice, option = chosen(shipment)

    (leg,) = replanning.accept(choice, by=by, at=AT)

    assert {each.code for each in leg.passes.all()} == {"XCAPE", "XGIB", "XSUEZ"}
    assert (leg.planned_by, leg.disruption.kind) == (by, "passage closed")
    assert leg.because == (
        "By Cape of Good Hope, Strait of Gibraltar, Suez Canal, "
        "round Bab al-Mandab (passage closed)"
    )
    assert (leg.distance_km, leg.distance_basis) == (option.km, "lanes of ships")
    assert leg.planned_departure_on == TODAY + timedelta(days=3)
    assert leg.planned_arrival_on == option.arrives_on
    (old,) = shipment.legs.filter(replaced_at=AT)
    assert ([each.code for each in old.passes.all()], old.carrier) == (["XBAB"], "Paper Boats")


def test_the_arrival_is_estimated_anew_and_the_order_follows(shipment):
    choice, option = chosen(shipment)

    replanning.accept(choice, by=UserFactory(name="Plan Ner"), at=AT)

    said = Milestone.objects.get(shipment=shipment, classifier="estimated")
    assert (said.kind, said.occurs_on) == ("arrived", option.arrives_on)
    assert said.source == "Route planned anew by Plan Ner"
    shipment.standing.refresh_from_db()
    assert shipment.standing.expected_arrival_on == option.arrives_on
    expected = Standing.objects.get(order__shipment_lines__shipment=shipment)
    assert expected.expected_delivery_on >= option.arrives_on
    assert worked_out(shipment).avoided == ()


def test_of_two_planners_the_second_is_told(shipment):
    choice, _ = chosen(shipment)
    replanning.accept(choice, by=UserFactory(name="First"), at=AT)

    with pytest.raises(Refused, match="planned anew since you looked: First did at 12:00Z"):
        replanning.accept(choice, by=UserFactory(), at=AT)

    assert shipment.legs.in_force().count() == 1


def test_a_way_that_is_no_longer_offered_is_refused(shipment):
    choice, _ = chosen(shipment)
    DisruptionFactory(place=passage("XCAPE"), passability="closed")

    with pytest.raises(Refused, match="not offered any more"):
        replanning.accept(choice, by=UserFactory(), at=AT)

    assert shipment.legs.count() == 0


def test_what_has_arrived_is_not_planned_anew(shipment):
    choice, _ = chosen(shipment)
    for kind in ("departed", "arrived"):
        MilestoneFactory(shipment=shipment, kind=kind)

    with pytest.raises(Refused, match="has arrived"):
        replanning.accept(choice, by=UserFactory(), at=AT)


def test_a_hold_does_not_stop_a_plan(shipment):
    HoldFactory(order=shipment.lines.get().order)
    choice, _ = chosen(shipment)

    assert len(replanning.accept(choice, by=UserFactory(), at=AT)) == 1


def test_without_the_right_nothing_is_planned(shipment):
    choice, _ = chosen(shipment)

    with pytest.raises(NotAllowed):
        replanning.accept(choice, by=UserFactory(roles=[Role.AUDITOR]), at=AT)

    assert shipment.legs.count() == 0


def test_of_several_each_is_planned_by_itself(shipment):
    choice, _ = chosen(shipment)
    stale = Choice(shipment.tcn, choice.key, "99")
    unknown = Choice("NOSUCH", choice.key, "none")

    done = replanning.accept_several([stale, unknown, choice], by=UserFactory(), at=AT)

    assert done.planned == [shipment.tcn]
    assert [tcn for tcn, _ in done.refused] == [shipment.tcn, "NOSUCH"]


def test_a_ship_at_sea_keeps_what_lies_behind_it(shipment):
    DisruptionFactory(place=passage("XSUEZ"), passability="closed")
    place("NORTH")
    found = ShipmentFactory(from_place=place("WEST"), to_place=place("SOUTH"))
    MilestoneFactory(shipment=found, kind="departed")
    choice, option = chosen(found)

    planned = replanning.accept(choice, by=UserFactory(), at=AT)

    assert [(leg.mode, leg.to_place.code) for leg in planned] == [
        (each.mode, each.end.code) for each in option.stretches
    ]
    assert planned[0].from_place.code == "WEST"
