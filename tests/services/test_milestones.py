from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shipments.domain.roles import Role
from shipments.models import Milestone, Standing, User
from shipments.services import milestones
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import PlaceFactory, ShipmentFactory, ShipmentLineFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"


@pytest.fixture
def receiver() -> User:
    return UserFactory(roles=[Role.RECEIVER.value])


@pytest.fixture
def order_aboard():
    order = standing_order(quantity=10)
    ShipmentLineFactory(shipment=ShipmentFactory(tcn=TCN), order=order, quantity=10)
    return order


def record(by: User, **given: Any) -> Milestone:
    said = {
        "tcn": TCN,
        "kind": "departed",
        "classifier": "actual",
        "occurs_on": date(2026, 11, 10),
        "source": "Carrier",
        "by": by,
        "at": AT,
    }
    return milestones.record(**(said | given))


def test_receipt_of_all_closes_the_order(order_aboard, receiver):
    place = PlaceFactory(code="ILASH")

    milestone = record(receiver, kind="received", place="ILASH")

    assert (milestone.place, milestone.recorded_by) == (place, receiver)
    standing = Standing.objects.get(order=order_aboard)
    assert (standing.status, standing.is_open) == ("received", False)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"kind": "lost"}, ("kind", "unknown_kind")),
        ({"classifier": "guessed"}, ("classifier", "unknown_classifier")),
        ({"occurs_on": None}, ("occurs_on", "required")),
        ({"source": ""}, ("source", "required")),
        ({"place": "NOWHERE"}, ("place", "unknown_place")),
        ({"occurs_on": date(2026, 11, 21)}, ("occurs_on", "milestone_actual_not_in_the_future")),
    ],
)
def test_a_wrong_milestone_is_refused_beside_its_field(order_aboard, receiver, given, problem):
    with pytest.raises(Refused) as refused:
        record(receiver, **given)

    assert [(p.field, p.code) for p in refused.value.problems] == [problem]
    assert not Milestone.objects.exists()


def test_arrival_before_departure_is_refused(order_aboard, receiver):
    record(receiver)

    with pytest.raises(Refused, match="before the departure"):
        record(receiver, kind="arrived", occurs_on=date(2026, 11, 9))

    assert Milestone.objects.count() == 1


def test_a_retracted_milestone_no_longer_counts_but_stays(order_aboard, receiver):
    wrong = record(receiver)

    milestones.retract(milestone_id=wrong.pk, reason="Another ship", by=receiver, at=AT)

    assert Milestone.objects.count() == 2
    assert not Milestone.objects.standing().exists()
    assert Standing.objects.get(order=order_aboard).status == "shipment_logged"


def test_retracting_needs_a_reason_and_happens_once(order_aboard, receiver):
    wrong = record(receiver)

    with pytest.raises(Refused, match="Say why"):
        milestones.retract(milestone_id=wrong.pk, reason="", by=receiver, at=AT)
    milestones.retract(milestone_id=wrong.pk, reason="Another ship", by=receiver, at=AT)
    with pytest.raises(Refused, match="already"):
        milestones.retract(milestone_id=wrong.pk, reason="Another ship", by=receiver, at=AT)


def test_an_expeditor_may_not_record_milestones(order_aboard):
    with pytest.raises(NotAllowed):
        record(UserFactory(roles=[Role.EXPEDITOR.value]))
