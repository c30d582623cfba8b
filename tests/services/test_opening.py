from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import Expedite, Policy, User
from shipments.services import expedites
from shipments.services.held import Held
from shipments.services.refusal import Refused
from shipments.standing.recompute import recompute
from tests.factories import ContractorFactory, HoldFactory, PromiseFactory
from tests.factories.case_files import expeditor, in_hand, promised_and_flagged
from tests.factories.hot import flagged_order
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return expeditor()


def test_a_file_opens_with_its_reasons_what_is_expected_and_its_first_step(owner):
    order = promised_and_flagged(points=20, reference="Q1")

    (file,) = expedites.open_call(references=["Q1"], by=owner, at=AT, lever="ship_ready")

    assert file.expected_at_opening == order.standing.expected_delivery_on
    assert (file.lever, file.opened_by) == ("ship_ready", owner)
    assert file.reasons == [
        {
            "reason": "silent",
            "points": 20,
            "since": "2026-11-01",
            "evidence": {"last_heard_on": "2026-10-01"},
            "policy": Policy.objects.in_force().version,
        }
    ]
    # A promise stands and is ahead, so an improved one is asked for; last heard on 1 November.
    assert (file.next_step, file.next_step_on) == ("improvement_request", TODAY)
    assert [(each.kind, each.state_after) for each in file.actions.all()] == [("opened", "open")]


def test_where_nobody_says_the_file_names_what_gains_the_most(owner):
    order = flagged_order(reference="Q1")
    for days, ship_on in ((30, date(2026, 12, 1)), (3, date(2027, 1, 15))):
        PromiseFactory(order=order, ship_on=ship_on, recorded_at=AT - timedelta(days=days))
    recompute([order.pk], at=AT)

    (file,) = expedites.open_call(references=["Q1"], by=owner, at=AT)

    assert file.lever == "recover_slip"


def test_the_first_step_waits_for_the_governor(owner):
    flagged_order(reference="Q1", acknowledged_on=date(2026, 11, 18))

    (file,) = expedites.open_call(references=["Q1"], by=owner, at=AT)

    assert (file.next_step, file.next_step_on) == ("follow_up", date(2026, 11, 25))


def test_orders_of_one_contractor_are_taken_up_together(owner):
    works = ContractorFactory()
    flagged_order(reference="Q1", contractor=works)
    flagged_order(reference="Q2", contractor=works)

    files = expedites.open_call(references=["Q2", "Q1"], by=owner, at=AT)

    assert [file.order.reference for file in files] == ["Q2", "Q1"]
    assert {file.owner for file in files} == {owner}


def test_orders_of_several_contractors_are_taken_up_apart(owner):
    flagged_order(reference="Q1", contractor=ContractorFactory(name="Ash Works"))
    flagged_order(reference="Q2", contractor=ContractorFactory(name="Birch Works"))

    with pytest.raises(Refused, match="Q2 is with Birch Works, Springfield, Q1 with Ash Works"):
        expedites.open_call(references=["Q1", "Q2"], by=owner, at=AT)

    assert not Expedite.objects.exists()


def test_of_a_call_of_which_one_is_taken_none_is_taken_up(owner):
    works = ContractorFactory()
    flagged_order(reference="Q1", contractor=works)
    in_hand(first := expeditor(), reference="Q2", contractor=works)

    with pytest.raises(expedites.Taken, match=f"{first.name} took up Q2"):
        expedites.open_call(references=["Q1", "Q2"], by=owner, at=AT)

    assert Expedite.objects.count() == 1


def test_a_held_order_is_not_taken_up_and_the_hold_is_named(owner):
    works = ContractorFactory()
    flagged_order(reference="Q1", contractor=works)
    held = flagged_order(reference="Q2", contractor=works)
    HoldFactory(order=None, item=held.item, kind="Export licence lapsed", legal_basis="22 CFR 123")

    with pytest.raises(Held) as refused:
        expedites.open_call(references=["Q1", "Q2"], by=owner, at=AT)

    (problem,) = refused.value.problems
    assert problem.code == "held"
    assert problem.message == (
        "Q2 is held since 20 Nov 2026: Export licence lapsed (22 CFR 123). "
        "Only two people with the compliance role can release it."
    )
    assert not Expedite.objects.exists()


def test_a_lever_that_nobody_knows_is_refused(owner):
    flagged_order(reference="Q1")

    with pytest.raises(Refused) as refused:
        expedites.open_call(references=["Q1"], by=owner, at=AT, lever="magic")

    assert [each.code for each in refused.value.problems] == ["unknown_lever"]
    assert not Expedite.objects.exists()
