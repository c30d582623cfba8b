from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from shipments.models import (
    AnswerLink,
    Contact,
    ExpediteAction,
    Order,
    OutboxAttachment,
    OutboxMessage,
    PriorityChange,
    User,
)
from shipments.services import answer_links, steps
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.moments import AT
from tests.factories.steps import BASE, nothing_went_out, take, works_contact

pytestmark = pytest.mark.django_db
REQUISITION = "A0AB14S1395012345678  EA00140BISZZZ63240001NAXXZZZA6 B9 1A1123042B"


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def contact() -> Contact:
    return works_contact()


@pytest.fixture
def order(owner, contact) -> Order:
    return in_hand(owner, reference="Q1", contractor=contact.contractor, priority_designator=12)


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


def test_after_a_step_the_next_one_has_its_day(owner, contact, order):
    take(owner, contact)

    file = file_of(order)
    # Five US working days later, without Thanksgiving; the seven days of the governor are over.
    assert (file.state, file.rung) == ("contacted", "follow_up")
    assert (file.next_step, file.next_step_on) == ("improvement_request", date(2026, 11, 30))


def test_one_call_covers_several_orders_with_one_mail(owner, contact, order):
    other = in_hand(owner, reference="Q2", contractor=contact.contractor)

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
    ("asked", "record"),
    [
        ({"step": "follow_up"}, f"AF1{REQUISITION[3:]}"),
        (
            {"step": "priority_increase", "designator": 3, "reason": "UND from C to A"},
            f"AMA{REQUISITION[3:59]}03{REQUISITION[61:]}",
        ),
    ],
)
def test_a_step_repeats_the_requisition_of_the_order(owner, contact, asked, record):
    in_hand(
        owner,
        reference="Q3",
        contractor=contact.contractor,
        priority_designator=12,
        document_number="BISZZZ63240001",
        quantity=140,
        unit_of_issue="EA",
        requisition=REQUISITION,
    )

    take(owner, contact, "Q3", **asked)

    file = OutboxAttachment.objects.get(name__startswith="A")
    assert bytes(file.content) == f"{record:80}\n".encode()


def test_what_no_record_can_be_written_for_is_told_in_the_file(owner, contact, order):
    take(owner, contact)

    action = ExpediteAction.objects.oldest_first().last()
    assert action.facts["left_out"] == [
        "Q1: no AF1 record, because the order has no document number."
    ]
    assert not OutboxAttachment.objects.exists()


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
