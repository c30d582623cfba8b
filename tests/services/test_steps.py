from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from shipments.models import (
    AnswerLink,
    Contact,
    Contractor,
    ExpediteAction,
    Order,
    OutboxAttachment,
    OutboxMessage,
    PriorityChange,
    User,
)
from shipments.services import answer_links, expedites, steps
from shipments.services.held import Held
from shipments.services.refusal import NotAllowed, Refused
from shipments.services.steps import Taken
from shipments.standing.recompute import recompute
from tests.at_once import second_of_two
from tests.factories import ContactFactory, ContractorFactory, HoldFactory, PromiseFactory
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

TOO_SOON = "Next chase allowed Fri 27 Nov: contacted 20 Nov, priority 12, seven days."
BASE = "https://track.example/answer/"


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def contractor() -> Contractor:
    return ContractorFactory(name="Fictional Works")


@pytest.fixture
def contact(contractor) -> Contact:
    return ContactFactory(contractor=contractor, name="Ms Desk", email="desk@works.example")


@pytest.fixture
def order(owner, contractor) -> Order:
    return in_hand(owner, reference="Q1", contractor=contractor, priority_designator=12)


def take(by: User, contact: Contact | None, *references: str, **given: Any) -> Taken:
    asked = {
        "references": references or ["Q1"],
        "step": "follow_up",
        "contact_id": contact and contact.pk,
        "call": uuid4(),
        "by": by,
        "at": AT,
        "link_base": BASE,
    }
    return steps.take(**(asked | given))


def nothing_went_out() -> bool:
    return not (
        OutboxMessage.objects.exists()
        or AnswerLink.objects.exists()
        or PriorityChange.objects.exists()
        or ExpediteAction.objects.exclude(kind="opened").exists()
    )


def test_a_step_writes_the_mail_the_link_and_the_action_together(owner, contact, order):
    call = uuid4()

    taken = take(owner, contact, call=call)

    link = AnswerLink.objects.get()
    address = f"{BASE}{answer_links.signed(link.pk)}/"
    message = OutboxMessage.objects.get()
    assert taken.message == message
    assert (message.to_address, message.subject) == ("desk@works.example", "Follow-up: Q1")
    assert address in message.text
    assert address in message.html
    assert message.reply_to == owner.email
    assert (list(link.orders.all()), link.expires_at) == ([order], AT + timedelta(days=14))
    assert answer_links.opened(answer_links.signed(link.pk)) == link.pk
    action = ExpediteAction.objects.get(kind="follow_up")
    assert (action.call, action.message, action.contact) == (call, message, contact)
    assert (action.state_before, action.state_after) == ("open", "contacted")


REQUISITION = "A0AB14S1395012345678  EA00140BISZZZ63240001NAXXZZZA6 B9 1A1123042B"


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        ({"step": "follow_up"}, f"AF1{REQUISITION[3:]}"),
        (
            {"step": "priority_increase", "designator": 3, "reason": "UND from C to A"},
            f"AMA{REQUISITION[3:59]}03{REQUISITION[61:]}",
        ),
    ],
)
def test_a_step_repeats_the_requisition_of_the_order(owner, contact, contractor, asked, record):
    in_hand(
        owner,
        reference="Q3",
        contractor=contractor,
        priority_designator=12,
        document_number="BISZZZ63240001",
        quantity=140,
        unit_of_issue="EA",
        requisition=REQUISITION,
    )

    take(owner, contact, "Q3", **asked)

    file = OutboxAttachment.objects.get(name__startswith="A")
    assert bytes(file.content) == f"{record:80}\n".encode()


def test_after_a_step_the_next_one_has_its_day(owner, contact, order):
    take(owner, contact)

    file = file_of(order)
    # Five US working days later, without Thanksgiving; the seven days of the governor are over.
    assert (file.state, file.rung) == ("contacted", "follow_up")
    assert (file.next_step, file.next_step_on) == ("improvement_request", date(2026, 11, 30))


def test_one_call_covers_several_orders_with_one_mail(owner, contact, contractor, order):
    other = in_hand(owner, reference="Q2", contractor=contractor)

    taken = take(owner, contact, "Q2", "Q1")

    assert [file.order.reference for file in taken.files] == ["Q2", "Q1"]
    assert OutboxMessage.objects.get().subject == "Follow-up: Q2 and 1 more"
    assert {each.order_id for each in taken.message.about.all()} == {order.pk, other.pk}
    assert (done_in(order), done_in(other)) == (["opened", "follow_up"],) * 2


def test_the_same_call_sent_again_is_answered_with_what_it_did(owner, contact, order):
    call = uuid4()
    first = take(owner, contact, call=call)

    again = take(owner, contact, call=call, at=AT + timedelta(seconds=5))

    assert again == first
    assert (OutboxMessage.objects.count(), done_in(order)) == (1, ["opened", "follow_up"])


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


def test_a_priority_increase_raises_it_and_says_so(owner, contact, order):
    take(
        owner,
        contact,
        step="priority_increase",
        designator=5,
        reason="UND raised from C to A by the receiver",
    )

    order.refresh_from_db()
    change = PriorityChange.objects.get()
    assert (order.priority_designator, change.designator_before, change.by) == (5, 12, owner)
    assert "05, raised from 12" in OutboxMessage.objects.get().text
    assert file_of(order).state == "escalated"
    assert done_in(order) == ["opened", "priority_increase"]


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


def test_special_assistance_carries_its_data_sheet(owner, contact, order):
    take(owner, contact, step="special_assistance", urgency_statement="The line stands still")

    (sheet,) = OutboxAttachment.objects.all()
    assert (sheet.media_type, bytes(sheet.content)[:5]) == ("application/pdf", b"%PDF-")
    file = file_of(order)
    assert (file.state, file.next_step, file.next_step_on) == ("escalated", "", None)


def test_a_body_of_ones_own_gets_the_link(owner, contact, order):
    take(owner, contact, body="Dear friend, where is it?")

    message = OutboxMessage.objects.get()
    assert message.text.startswith("Dear friend, where is it?\n\nAnswer here")
    assert answer_links.signed(AnswerLink.objects.get().pk) in message.text
    assert message.html == ""


def test_a_preview_shows_what_will_be_sent_and_writes_nothing(owner, contact, order):
    call = uuid4()

    shown = steps.preview(
        references=["Q1"], step="follow_up", by=owner, at=AT, call=call, link_base=BASE
    )

    assert nothing_went_out()
    assert (shown.contact, shown.allowed) == (contact, True)
    assert shown.script.call == (
        "Call Ms Desk, Fictional Works, Springfield: no telephone number on record. "
        "It is Fri 07:00 there."
    )
    take(owner, contact, call=call)
    assert OutboxMessage.objects.get().text == shown.mail.text


def test_what_the_receiver_needs_is_not_told_to_the_contractor(owner, contact, order):
    order.flags.update(reason="need_uncovered", evidence={})

    take(owner, contact)

    assert "Why:" not in OutboxMessage.objects.get().text


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


def test_of_a_call_with_one_held_order_nothing_goes_out(owner, contact, contractor, order):
    HoldFactory(order=in_hand(owner, reference="Q2", contractor=contractor))

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


def test_a_contractor_without_an_address_is_called_instead(owner, order):
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
