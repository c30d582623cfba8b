from __future__ import annotations

from datetime import timedelta
from email.message import Message

import pytest
from django.core import mail
from django.db import transaction

from shipments import enqueue
from shipments.domain.roles import Role
from shipments.models import OutboxMessage
from shipments.services import outbox
from shipments.services.outbox import Attachment, NotTheirs, Outgoing, Sent
from shipments.services.refusal import Refused
from tests.factories import (
    ContactFactory,
    ContractorFactory,
    OrderFactory,
    OutboxMessageFactory,
    UserFactory,
)
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return OrderFactory(reference="EX-1")


@pytest.fixture
def contact(order):
    return ContactFactory(
        contractor=order.contractor, name="Pat Ex\u00e4mple", email="pat@crates.example"
    )


def parts(message: Message) -> list[tuple[str, str | None, bytes]]:
    return [
        (part.get_content_type(), part.get_filename(), part.get_payload(decode=True).strip())
        for part in message.walk()
        if not part.is_multipart()
    ]


def test_a_mail_is_written_once_and_sent_as_it_was_written(server, contact, order, enqueued):
    by = UserFactory()

    written = outbox.put(
        Outgoing(
            to=contact,
            subject="Follow-up:\r\nEX-1",
            text="Plain words",
            html="<p>Plain words</p>",
            orders=(order.pk, order.pk),
            reply_to="dana@quayline.example",
            attachments=(Attachment("AF1.txt", "text/plain", b"AF1"),),
        ),
        by=by,
        at=AT,
    )
    sent = outbox.send_due(at=AT + timedelta(seconds=5))

    assert sent == Sent(sent=1)
    assert enqueued == [enqueue.SEND_MAIL]
    assert list(written.about.values_list("order_id", flat=True)) == [order.pk]
    stored = OutboxMessage.objects.get()
    assert (stored.sent_at, stored.attempts) == (AT + timedelta(seconds=5), 1)
    (message,) = server.handler.taken
    assert message["Message-ID"] == written.message_id == stored.message_id
    assert message["Message-ID"].endswith("@localhost>")
    assert message["Subject"] == "Follow-up: EX-1"
    assert message["To"] == "=?utf-8?q?Pat_Ex=C3=A4mple?= <pat@crates.example>"
    assert message["Reply-To"] == "dana@quayline.example"
    assert message["Date"] == "Fri, 20 Nov 2026 12:00:00 +0000"
    assert parts(message) == [
        ("text/plain", None, b"Plain words"),
        ("text/html", None, b"<p>Plain words</p>"),
        ("text/plain", "AF1.txt", b"AF1"),
    ]


def test_what_is_sent_is_not_sent_again(server):
    OutboxMessageFactory()

    assert outbox.send_due(at=AT) == Sent(sent=1)
    assert not outbox.send_due(at=AT)
    assert len(server.ids) == 1


def test_a_mail_waits_for_its_moment(contact):
    later = AT + timedelta(hours=1)
    outbox.put(Outgoing(to=contact, subject="S", text="T"), by=None, at=AT, not_before=later)

    assert not outbox.send_due(at=later - timedelta(seconds=1))
    assert outbox.send_due(at=later) == Sent(sent=1)
    assert [sent.subject for sent in mail.outbox] == ["S"]


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_is_taken_back_takes_its_mail_along(contact):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        outbox.put(Outgoing(to=contact, subject="S", text="T"), by=None, at=AT)
        raise ZeroDivisionError

    assert not OutboxMessage.objects.exists()


def test_a_contact_is_told_of_its_own_contractors_orders_alone(contact, order):
    anothers = OrderFactory(contractor=ContractorFactory())

    with pytest.raises(NotTheirs, match="may not be told of 1 of these orders"):
        outbox.put(
            Outgoing(to=contact, subject="S", text="T", orders=(order.pk, anothers.pk)),
            by=None,
            at=AT,
        )

    assert not OutboxMessage.objects.exists()


def test_a_contractors_person_is_told_of_its_own_orders_alone(order):
    person = UserFactory(roles=[Role.CONTRACTOR.value], contractor=ContractorFactory())

    with pytest.raises(NotTheirs):
        outbox.put(Outgoing(to=person, subject="S", text="T", orders=(order.pk,)), by=None, at=AT)


def test_a_person_of_ours_is_told_of_any_order(order):
    person = UserFactory(email="dana@quayline.example")

    written = outbox.put(
        Outgoing(to=person, subject="S", text="T", orders=(order.pk,)), by=None, at=AT
    )

    assert (written.contact, written.to_address) == (None, "dana@quayline.example")


def test_a_contact_without_an_address_is_refused():
    contact = ContactFactory(email="", phone="+1 555 0100", name="Order desk")

    with pytest.raises(Refused, match=r"Order desk has no e-mail address\. Add one, or call\."):
        outbox.put(Outgoing(to=contact, subject="S", text="T"), by=None, at=AT)
