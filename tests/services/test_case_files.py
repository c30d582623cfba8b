from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from shipments.domain.roles import Role
from shipments.models import Expedite, ExpediteAction, Notice, Order, Policy, User
from shipments.services import expedites
from shipments.services.held import Held
from shipments.services.refusal import NotAllowed, Refused
from shipments.standing.recompute import recompute
from tests.at_once import second_of_two
from tests.factories import (
    ContractorFactory,
    HoldFactory,
    MilestoneFactory,
    PromiseFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.hot import flagged_order
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

Write = Callable[..., Expedite]
WRITES: dict[str, tuple[Write, dict[str, Any]]] = {
    "handed_over": (expedites.hand_over, {"reason": "I am away"}),
    "snoozed": (expedites.snooze, {"until": date(2026, 11, 27), "reason": "Waits for a test"}),
    "noted": (expedites.note, {"text": "Spoke to the line"}),
    "closed": (expedites.close, {"outcome": "No longer needed"}),
}


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def order(owner) -> Order:
    return in_hand(owner, reference="Q1")


def write(kind: str, by: User, **given: Any) -> partial[Expedite]:
    service, facts = WRITES[kind]
    if kind == "handed_over" and "to" not in given:
        facts = {**facts, "to": expeditor()}
    return partial(service, **({"reference": "Q1", "by": by, "at": AT} | facts | given))


def promised_and_flagged(**fields: Any) -> Order:
    order = flagged_order(**fields)
    PromiseFactory(order=order, ship_on=date(2026, 12, 10), said_on=date(2026, 11, 1))
    recompute([order.pk], at=AT)
    return Order.objects.with_row().get(pk=order.pk)


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


def test_handing_over_tells_the_new_owner(owner, order):
    to = expeditor()

    file = write("handed_over", owner, to=to)()

    assert (file.owner, file_of(order).owner) == (to, to)
    assert [(each.user, each.kind) for each in Notice.objects.all()] == [(to, "handed_over")]
    assert ExpediteAction.objects.get(kind="handed_over").text == (
        f"From {owner} to {to}: I am away"
    )


def test_a_colleague_takes_over_from_an_absent_owner_and_needs_no_telling(owner, order):
    colleague = expeditor()

    write("handed_over", colleague, to=colleague)()

    assert file_of(order).owner == colleague
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("roles", "code"), [([Role.SHIPMENT_CLERK.value], "not_an_expeditor"), (None, "same_owner")]
)
def test_it_is_handed_over_to_another_expeditor_only(owner, order, roles, code):
    to = owner if roles is None else UserFactory(roles=roles)

    with pytest.raises(Refused) as refused:
        write("handed_over", owner, to=to)()

    assert [(each.field, each.code) for each in refused.value.problems] == [("to", code)]
    assert (file_of(order).owner, done_in(order)) == (owner, ["opened"])


def test_what_is_put_off_is_not_due_until_its_day(owner, order):
    write("snoozed", owner)()

    file = file_of(order)
    assert (file.snoozed_until, file.snoozed_because) == (date(2026, 11, 27), "Waits for a test")
    Expedite.objects.update(next_step_on=TODAY)
    assert not Expedite.objects.due_by(date(2026, 11, 26)).exists()
    assert Expedite.objects.due_by(date(2026, 11, 27)).exists()


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"until": None, "reason": " "}, [("until", "required"), ("reason", "required")]),
        ({"until": TODAY}, [("until", "not_ahead")]),
        ({"until": date(2036, 1, 1)}, [("until", "not_ahead")]),
        ({"reason": "x" * 301}, [("reason", "too_long")]),
    ],
)
def test_putting_off_needs_a_day_ahead_and_a_reason(owner, order, given, problems):
    with pytest.raises(Refused) as refused:
        write("snoozed", owner, **given)()

    assert [(each.field, each.code) for each in refused.value.problems] == problems
    assert (file_of(order).snoozed_until, done_in(order)) == (None, ["opened"])


def test_it_is_woken_once(owner, order):
    write("snoozed", owner)()

    expedites.wake(reference="Q1", by=owner, at=AT)
    expedites.wake(reference="Q1", by=owner, at=AT)

    assert file_of(order).snoozed_until is None
    assert done_in(order) == ["opened", "snoozed", "woken"]


def test_a_colleague_may_note_but_not_close(owner, order):
    colleague = expeditor()
    write("noted", colleague)()

    with pytest.raises(Refused, match=f"{owner.name} has Q1 in hand"):
        write("closed", colleague)()

    assert (file_of(order).closed_at, done_in(order)) == (None, ["opened", "noted"])


@pytest.mark.parametrize(
    ("kind", "field"), [("noted", "text"), ("closed", "outcome"), ("handed_over", "reason")]
)
def test_words_are_needed(owner, order, kind, field):
    with pytest.raises(Refused) as refused:
        write(kind, owner, **{field: "  "})()

    assert [(each.field, each.code) for each in refused.value.problems] == [(field, "required")]
    assert done_in(order) == ["opened"]


def test_closing_counts_the_days_gained_against_what_is_expected_now(owner):
    order = promised_and_flagged(reference="Q1")
    expedites.take_up(reference="Q1", by=owner, at=AT)
    PromiseFactory(order=order, ship_on=date(2026, 12, 1), recorded_at=AT + timedelta(hours=1))
    recompute([order.pk], at=AT)

    file = write("closed", owner)()

    assert (file.state, file.outcome) == ("closed", "No longer needed")
    assert (file.days_gained, file.days_gained_are_firm) == (9, False)


def test_days_gained_are_firm_once_all_of_it_has_arrived(owner):
    order = promised_and_flagged(reference="Q1")
    expected = order.standing.expected_delivery_on
    expedites.take_up(reference="Q1", by=owner, at=AT)
    for quantity, arrived_on in ((60, date(2026, 11, 12)), (40, date(2026, 11, 18))):
        shipment = ShipmentLineFactory(order=order, quantity=quantity).shipment
        MilestoneFactory(shipment=shipment, kind="arrived", occurs_on=arrived_on)
    recompute([order.pk], at=AT)

    file = write("closed", owner)()

    gained = (expected - date(2026, 11, 18)).days
    assert (file.days_gained, file.days_gained_are_firm) == (gained, True)


def test_without_an_expectation_no_days_are_counted(owner, order):
    Expedite.objects.update(expected_at_opening=None)

    file = write("closed", owner)()

    assert (file.days_gained, file.days_gained_are_firm) == (None, None)


@pytest.mark.parametrize("kind", WRITES)
def test_a_form_sent_twice_does_it_once(owner, order, kind):
    form = write(kind, owner, call=uuid4())
    first = form()

    assert form() == first

    assert done_in(order) == ["opened", kind]


@pytest.mark.parametrize("kind", WRITES)
def test_nothing_is_done_in_a_file_that_is_closed(owner, order, kind):
    write("closed", owner)()

    with pytest.raises(Refused, match="Nobody has Q1 in hand"):
        write(kind, owner)()

    assert done_in(order) == ["opened", "closed"]


@pytest.mark.parametrize("kind", WRITES)
def test_who_may_not_expedite_does_nothing(order, kind):
    with pytest.raises(NotAllowed):
        write(kind, UserFactory(roles=[Role.SHIPMENT_CLERK.value]))()

    assert done_in(order) == ["opened"]


@pytest.mark.parametrize("kind", ["handed_over", "snoozed", "closed"])
@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_the_second_is_told(owner, order, kind):
    with pytest.raises(Refused) as refused:
        second_of_two(write(kind, owner), write(kind, owner))

    assert [each.code for each in refused.value.problems] == ["changed_meanwhile"]
    assert done_in(order) == ["opened", kind]


@pytest.mark.parametrize("kind", WRITES)
@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_once_does_it_once(owner, order, kind):
    form = write(kind, owner, call=uuid4())

    second_of_two(form, form)

    assert done_in(order) == ["opened", kind]


@pytest.mark.django_db(transaction=True)
def test_two_notes_at_once_are_both_kept(owner, order):
    second_of_two(write("noted", owner), write("noted", expeditor()))

    assert done_in(order) == ["opened", "noted", "noted"]


@pytest.mark.django_db(transaction=True)
def test_what_is_being_handed_over_is_not_put_off_by_the_owner_before(owner, order):
    with pytest.raises(Refused) as refused:
        second_of_two(write("handed_over", owner), write("snoozed", owner))

    assert [each.code for each in refused.value.problems] == ["changed_meanwhile"]
    assert file_of(order).snoozed_until is None
