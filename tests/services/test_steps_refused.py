from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest

from shipments.models import (
    Contact,
    ExpediteAction,
    Order,
    OutboxMessage,
    User,
)
from shipments.services import expedites, steps
from shipments.services.held import Held
from shipments.services.refusal import NotAllowed, Refused
from shipments.standing.recompute import recompute
from tests.at_once import second_of_two
from tests.factories import (
    HoldFactory,
    PromiseFactory,
)
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.moments import AT
from tests.factories.steps import nothing_went_out, take, works_contact

pytestmark = pytest.mark.django_db

TOO_SOON = "Next chase allowed Fri 27 Nov: contacted 20 Nov, priority 12, seven days."


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def contact() -> Contact:
    return works_contact()


@pytest.fixture
def order(owner, contact) -> Order:
    return in_hand(owner, reference="Q1", contractor=contact.contractor, priority_designator=12)


def test_the_governor_refuses_a_second_chase_too_soon(owner, contact, order):
    take(owner, contact)

    with pytest.raises(Refused) as refused:
        take(owner, contact, step="improvement_request", at=AT + timedelta(days=1))

    assert [(each.field, each.code, each.message) for each in refused.value.problems] == [
        (
            "override_reason",
            "not_yet",
            f"Q1: {TOO_SOON} Say why, to send it all the same.",
        )
    ]
    assert (OutboxMessage.objects.count(), done_in(order)) == (1, ["opened", "follow_up"])


def test_while_the_promised_day_is_ahead_an_improvement_is_asked_for(owner, contact, order):
    PromiseFactory(order=order, ship_on=date(2026, 12, 20), said_on=date(2026, 11, 1))
    recompute([order.pk], at=AT)

    with pytest.raises(Refused, match="ask for an improved date instead"):
        take(owner, contact)
    assert nothing_went_out()

    take(owner, contact, step="improvement_request")

    assert OutboxMessage.objects.get().subject == "Earlier ship date asked for: Q1"


def test_a_stated_reason_overrides_the_governor_and_stands_in_the_file(owner, contact, order):
    take(owner, contact)

    take(owner, contact, override_reason="They asked to be called", at=AT + timedelta(days=1))

    last = ExpediteAction.objects.oldest_first().last()
    assert last.facts["override_reason"] == "They asked to be called"
    assert last.text == (
        "Follow-up to Ms Desk. Sent before the governor let it: They asked to be called"
    )


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, ["required", "required"]),
        ({"designator": 13, "reason": "FAD II now"}, ["not_raised"]),
        ({"designator": 5, "reason": "It is late"}, ["names_no_change"]),
    ],
)
def test_a_priority_increase_needs_a_change_to_rest_on(owner, contact, order, given, codes):
    with pytest.raises(Refused) as refused:
        take(owner, contact, step="priority_increase", **given)

    assert [each.code for each in refused.value.problems] == codes
    assert nothing_went_out()


@pytest.mark.parametrize("step", ["follow_up", "priority_increase", "special_assistance"])
def test_a_held_order_is_not_stepped(owner, contact, order, step):
    HoldFactory(order=order)

    with pytest.raises(Held, match="Q1 is held since 20 Nov 2026: End-use note unsigned"):
        take(owner, contact, step=step, designator=5, reason="FAD II now")
    with pytest.raises(Held):
        steps.preview(references=["Q1"], step=step, by=owner, at=AT)
    with pytest.raises(Held):
        steps.called(reference="Q1", text="Spoke to them", by=owner, at=AT)

    assert nothing_went_out()


def test_of_a_call_with_one_held_order_nothing_goes_out(owner, contact, order):
    HoldFactory(order=in_hand(owner, reference="Q2", contractor=contact.contractor))

    with pytest.raises(Held, match="Q2 is held"):
        take(owner, contact, "Q1", "Q2")

    assert nothing_went_out()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"step": "shout"}, "unknown_step"),
        ({"references": []}, "required"),
        ({"contact_id": 0}, "unknown_contact"),
    ],
)
def test_a_step_that_cannot_be_is_refused(owner, contact, order, given, code):
    with pytest.raises(Refused) as refused:
        take(owner, contact, **given)

    assert [each.code for each in refused.value.problems] == [code]
    assert nothing_went_out()


def test_a_contractor_without_an_address_is_called_instead(owner, contact, order):
    Contact.objects.update(email="", phone="555 0100")

    with pytest.raises(Refused, match="no contact with an e-mail address"):
        take(owner, None)

    steps.called(reference="Q1", text="They will look", by=owner, at=AT)

    assert (file_of(order).state, done_in(order)) == ("contacted", ["opened", "called"])


def test_orders_of_several_contractors_are_not_written_to_together(owner, contact, order):
    in_hand(owner, reference="Q2")

    with pytest.raises(Refused, match="with several contractors"):
        take(owner, contact, "Q1", "Q2")

    assert nothing_went_out()


def test_what_a_colleague_has_is_the_colleagues(owner, contact, order):
    with pytest.raises(Refused, match=f"{owner.name} has Q1 in hand"):
        take(expeditor(), contact)

    assert nothing_went_out()


def test_nobody_steps_without_the_right(contact, order):
    order.contractor.users.add(person := expeditor())
    person.roles = ["contractor", "expeditor"]

    with pytest.raises(NotAllowed):
        take(person, contact)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_step_at_once_one_mail_goes(owner, contact, order):
    call = uuid4()

    second = second_of_two(
        partial(take, owner, contact, call=call), partial(take, owner, contact, call=call)
    )

    assert second.message == OutboxMessage.objects.get()
    assert done_in(order) == ["opened", "follow_up"]


@pytest.mark.django_db(transaction=True)
def test_of_two_chases_at_once_the_second_is_too_soon(owner, contact, order):
    with pytest.raises(Refused) as refused:
        second_of_two(partial(take, owner, contact), partial(take, owner, contact))

    assert [each.code for each in refused.value.problems] == ["not_yet"]
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_closed_at_the_same_moment_is_not_stepped(owner, contact, order):
    close = partial(expedites.close, reference="Q1", outcome="Done", by=owner, at=AT)

    with pytest.raises(Refused, match="Nobody has Q1 in hand"):
        second_of_two(close, partial(take, owner, contact))

    assert OutboxMessage.objects.count() == 0
