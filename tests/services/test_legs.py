from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import Leg, Shipment
from shipments.services import legs, milestones
from shipments.services.legs import LegEntry
from shipments.services.refusal import NotAllowed, Refused
from shipments.standing.recompute import with_orders
from tests.factories import (
    DepartureFactory,
    MilestoneFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"
ROAD = LegEntry("road", "USWKS", "USPRT", "Fictional Haulage", "", date(2026, 11, 22), None)
SEA = LegEntry("sea", "USPRT", "ILPRT", "", "", date(2026, 11, 25), date(2026, 12, 20))


@pytest.fixture
def shipment():
    works, port, far = (
        PlaceFactory(code=code, name=f"Fictional {code}") for code in ("USWKS", "USPRT", "ILPRT")
    )
    PlaceFactory(code="XPASS", kind="canal")
    made = ShipmentFactory(tcn=TCN, mode="sea", from_place=works, to_place=far)
    ShipmentLineFactory(shipment=made)
    with_orders(made.pk, at=AT)
    made.port = port
    return made


def plan(*entries, at=AT, by=None, **fields):
    return legs.plan(tcn=TCN, legs=entries, by=by or UserFactory(), at=at, **fields)


def refusal_of(*entries):
    with pytest.raises(Refused) as refused:
        plan(*entries)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_legs_are_planned_and_the_shipment_is_planned_by_them(shipment):
    made = plan(ROAD, replace(SEA, passes=("XPASS",)))

    shipment.refresh_from_db()
    assert [(leg.sequence, leg.mode, leg.carrier) for leg in made] == [
        (1, "road", "Fictional Haulage"),
        (2, "sea", ""),
    ]
    assert [place.code for place in made[1].passes.all()] == ["XPASS"]
    assert shipment.planned_departure_on == date(2026, 11, 22)
    assert shipment.planned_arrival_on == date(2026, 12, 20)
    assert shipment.standing.expected_arrival_on == date(2026, 12, 20)


def test_another_plan_replaces_the_one_in_force_which_stays_readable(shipment):
    first = plan(ROAD, SEA)
    later = AT + timedelta(hours=1)

    second = plan(LegEntry("air", "USWKS", "ILPRT"), at=later, because="The port is closed")

    assert list(shipment.legs.in_force()) == second
    assert second[0].because == "The port is closed"
    assert {leg.pk for leg in Leg.objects.filter(replaced_at=later)} == {leg.pk for leg in first}


def test_the_plan_in_force_sent_again_is_left_as_it_is(shipment):
    first = plan(ROAD, SEA)

    again = plan(ROAD, SEA, at=AT + timedelta(hours=1))

    assert again == first
    assert Leg.objects.count() == 2


def test_a_voyage_of_the_schedule_fills_in_its_days_and_its_carrier(shipment):
    sails = DepartureFactory(
        voyage="FL77", mode="sea", from_place=shipment.port, to_place=shipment.to_place
    )

    made = plan(ROAD, LegEntry("sea", "USPRT", "ILPRT", voyage="FL77"))

    assert made[1].departure == sails
    assert (made[1].carrier, made[1].planned_departure_on) == (sails.carrier, sails.departs_on)


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ((), ("legs", "no_legs")),
        ((ROAD,) * 10, ("legs", "too_many_legs")),
        ((replace(ROAD, mode="tube"), SEA), ("legs.0.mode", "unknown_mode")),
        ((replace(ROAD, from_place="NOPE"), SEA), ("legs.0.from_place", "unknown_place")),
        ((ROAD, replace(SEA, passes=("NOPE",))), ("legs.1.passes", "unknown_place")),
        ((replace(ROAD, to_place="USWKS"), SEA), ("legs.0.to_place", "goes_nowhere")),
        ((ROAD, replace(SEA, carrier="x" * 121)), ("legs.1.carrier", "too_long")),
        (
            (ROAD, replace(SEA, planned_arrival_on=date(2026, 11, 24))),
            ("legs.1.planned_arrival_on", "before_departure"),
        ),
        (
            (ROAD, replace(SEA, planned_departure_on=date(1926, 11, 25))),
            ("legs.1.planned_departure_on", "year_out_of_reach"),
        ),
        ((ROAD, replace(SEA, from_place="USWKS")), ("legs.1.from_place", "not_connected")),
        (
            (ROAD, replace(SEA, planned_departure_on=date(2026, 11, 21))),
            ("legs.1.planned_departure_on", "before_leg_before"),
        ),
        ((SEA,), ("legs.0.from_place", "not_from_its_place")),
        ((ROAD,), ("legs.0.to_place", "not_to_its_place")),
        (
            (ROAD, LegEntry("road", "USPRT", "USWKS"), LegEntry("air", "USWKS", "ILPRT")),
            ("legs.1.to_place", "stop_twice"),
        ),
    ],
)
def test_a_plan_that_does_not_hold_together_is_refused(shipment, entries, problem):
    assert problem in refusal_of(*entries)
    assert Leg.objects.count() == 0


def test_a_leg_may_leave_the_day_the_one_before_it_ends(shipment):
    on = date(2026, 11, 25)

    made = plan(replace(ROAD, planned_arrival_on=on), replace(SEA, planned_departure_on=on))

    assert len(made) == 2


def test_a_stop_that_was_made_is_not_planned_away(shipment):
    plan(ROAD, SEA)
    MilestoneFactory(shipment=shipment, kind="arrived_at_stop", place=shipment.port)

    assert refusal_of(LegEntry("air", "USWKS", "ILPRT")) == [("legs", "stop_was_made")]


def test_nobody_plans_what_is_cancelled_or_received(shipment):
    MilestoneFactory(shipment=shipment, kind="received")
    with_orders(shipment.pk, at=AT)
    received = refusal_of(ROAD, SEA)
    Shipment.objects.update(cancelled_at=AT, cancelled_because="Not sent")

    assert (received, refusal_of(ROAD, SEA)) == ([("", "over")], [("", "cancelled")])


def test_who_may_not_plan_transport_is_refused(shipment):
    with pytest.raises(NotAllowed):
        plan(ROAD, SEA, by=UserFactory(roles=[Role.EXPEDITOR.value]))

    assert Leg.objects.count() == 0


def record(kind, place, classifier="actual", on=date(2026, 11, 19)):
    return milestones.record(
        tcn=TCN,
        kind=kind,
        classifier=classifier,
        occurs_on=on,
        source="Carrier",
        place=place,
        by=UserFactory(),
        at=AT,
    )


@pytest.mark.parametrize(
    ("kind", "place", "classifier", "code"),
    [
        ("arrived_at_stop", None, "actual", "required"),
        ("arrived_at_stop", "USWKS", "actual", "not_a_stop"),
        ("left_stop", "ILPRT", "actual", "not_a_stop"),
        ("arrived_at_stop", "XPASS", "estimated", "not_a_stop"),
        ("departed", "USPRT", "actual", "not_its_end"),
        ("arrived", "USPRT", "actual", "not_its_end"),
    ],
)
def test_what_happens_at_a_place_that_cannot_be_is_refused(shipment, kind, place, classifier, code):
    plan(ROAD, SEA)

    with pytest.raises(Refused) as refused:
        record(kind, place, classifier)

    assert [(each.field, each.code) for each in refused.value.problems] == [("place", code)]


@pytest.mark.parametrize(
    ("kind", "place", "leg"),
    [
        ("loaded", "USWKS", 1),
        ("departed", "USWKS", 1),
        ("arrived_at_stop", "USPRT", 1),
        ("left_stop", "USPRT", 2),
        ("passed", "XPASS", None),
        ("arrived_at_stop", "XPASS", None),
        ("arrived", "ILPRT", 2),
        ("discharged", None, 2),
    ],
)
def test_a_milestone_knows_the_leg_it_is_of(shipment, kind, place, leg):
    plan(ROAD, SEA)

    assert record(kind, place).leg == leg
