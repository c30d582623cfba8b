from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import Message

import pytest
from django.core import mail
from django.db import transaction

from bench.mail_server import MailServer
from shipments import enqueue
from shipments.domain.roles import Role
from shipments.models import DueOrder, OutboxMessage
from shipments.services import outbox
from shipments.services.outbox import Attachment, NotTheirs, Outgoing, Sent
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import (
    ContactFactory,
    ContractorFactory,
    OrderFactory,
    OutboxMessageFactory,
    OutboxOrderFactory,
    UserFactory,
)
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    """The settings name a real mail server."""
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_TIMEOUT = 10
        yield running


@pytest.fixture
def enqueued(monkeypatch):
    """What was asked of the worker."""
    asked = []
    monkeypatch.setattr(enqueue, "_after_commit", asked.append)
    return asked


@pytest.fixture
def order():
    return OrderFactory(reference="EX-1")


@pytest.fixture
def contact(order):
    return ContactFactory(
        contractor=order.contractor, name="Pat Ex\u00e4mple", email="pat@crates.example"
    )


def due() -> set[int | None]:
    return set(DueOrder.objects.values_list("order_id", flat=True))


def judged() -> None:
    """Nothing is left to judge."""
    DueOrder.objects.all().delete()


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


def test_a_server_that_is_away_is_tried_later_and_later(settings, enqueued):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    OutboxOrderFactory()
    judged()
    moment, waits = AT, []

    while OutboxMessage.objects.waiting().exists():
        outbox.send_due(at=moment)
        after = OutboxMessage.objects.get().not_before
        waits.append(after - moment)
        moment = after if after > moment else moment + timedelta(days=1)

    minute = timedelta(minutes=1)
    assert waits[:6] == [minute, 5 * minute, 15 * minute, 60 * minute, 240 * minute, 1440 * minute]
    assert len(waits) == 11
    message = OutboxMessage.objects.get()
    assert message.attempts == 11
    assert message.refusal.startswith("Tried 11 times. [Errno 111]")
    assert timedelta(days=5) < moment - AT < timedelta(days=7)
    assert (due(), enqueued) == ({message.about.get().order_id}, [enqueue.JUDGE])


def test_a_mail_that_waits_does_not_hold_up_the_others(server):
    OutboxMessageFactory(not_before=AT + timedelta(minutes=1))
    OutboxMessageFactory(subject="Now")

    assert outbox.send_due(at=AT) == Sent(sent=1)
    assert [message["Subject"] for message in server.handler.taken] == ["Now"]


@pytest.mark.parametrize(
    ("recipient", "answer", "error"),
    [
        ("450 4.2.1 Mailbox busy", "250 OK", "450 4.2.1 Mailbox busy"),
        ("250 OK", "451 4.3.0 Try again", "451 4.3.0 Try again"),
    ],
)
def test_what_the_server_does_not_want_now_is_offered_again(server, recipient, answer, error):
    OutboxMessageFactory()
    server.handler.to_recipient, server.handler.answer = recipient, answer

    assert outbox.send_due(at=AT) == Sent(deferred=1)

    message = OutboxMessage.objects.get()
    assert (message.last_error, message.attempts) == (error, 1)
    assert message.not_before == AT + timedelta(minutes=1)
    server.handler.to_recipient = server.handler.answer = "250 OK"
    assert outbox.send_due(at=AT + timedelta(minutes=1)) == Sent(sent=1)
    assert server.ids == [message.message_id]


@pytest.mark.parametrize(
    ("recipient", "answer", "refusal"),
    [
        ("550 5.1.1 No such mailbox", "250 OK", "550 5.1.1 No such mailbox"),
        ("250 OK", "554 5.6.0 Content refused", "554 5.6.0 Content refused"),
    ],
)
def test_what_the_server_refuses_for_good_is_given_up_and_its_orders_judged(
    server, enqueued, recipient, answer, refusal
):
    about = OutboxOrderFactory()
    judged()
    server.handler.to_recipient, server.handler.answer = recipient, answer

    assert outbox.send_due(at=AT) == Sent(refused=1)

    message = OutboxMessage.objects.get()
    assert (message.refusal, message.refused_at, message.sent_at) == (refusal, AT, None)
    assert (due(), enqueued) == ({about.order_id}, [enqueue.JUDGE])
    assert not outbox.send_due(at=AT + timedelta(days=9))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"to_address": "nowhere"}, '"nowhere" is no e-mail address.'),
        (
            {"to_address": "pat@crates.example\nBcc: x@else.example"},
            '"pat@crates.example\nBcc: x@else.example" is no e-mail address.',
        ),
        ({"subject": "One\nBcc: x@else.example"}, "Header values can"),
    ],
)
def test_what_no_mail_can_have_is_refused_before_any_server_hears(server, changes, says):
    OutboxMessageFactory(**changes)
    OutboxMessageFactory(subject="The next one")

    assert outbox.send_due(at=AT) == Sent(sent=1, refused=1)

    assert OutboxMessage.objects.get(refused_at=AT).refusal.startswith(says)
    assert [message["Subject"] for message in server.handler.taken] == ["The next one"]


def test_a_mail_that_came_back_is_noted_and_its_orders_are_judged(enqueued):
    about = OutboxOrderFactory(message__sent_at=AT)
    judged()
    later = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

    message = outbox.bounced(
        message_id=about.message_id, reason=" 550 No such\nmailbox ", by=UserFactory(), at=later
    )

    assert (message.refused_at, message.refusal) == (later, "550 No such mailbox")
    assert message.sent_at == AT
    assert (due(), enqueued) == ({about.order_id}, [enqueue.JUDGE])


@pytest.mark.parametrize("changes", [{}, {"sent_at": AT, "refused_at": AT, "refusal": "Came back"}])
def test_only_a_mail_that_was_sent_can_come_back_and_once(changes):
    message = OutboxMessageFactory(**changes)
    judged()

    with pytest.raises(Refused, match="Only a mail that was sent"):
        outbox.bounced(message_id=message.pk, reason="550", by=UserFactory(), at=AT)

    assert due() == set()


def test_a_return_needs_its_reason():
    message = OutboxMessageFactory(sent_at=AT)

    with pytest.raises(Refused, match="Enter what the returned mail says"):
        outbox.bounced(message_id=message.pk, reason=" \n", by=UserFactory(), at=AT)


def test_a_refused_mail_is_sent_again_to_the_address_of_today(server, enqueued):
    about = OutboxOrderFactory(
        message__sent_at=AT, message__refused_at=AT, message__refusal="550", message__attempts=11
    )
    about.message.contact.email = "right@crates.example"
    about.message.contact.save()
    judged()
    later = AT + timedelta(hours=1)

    outbox.send_again(message_id=about.message_id, by=UserFactory(), at=later)
    sent = outbox.send_due(at=later)

    message = OutboxMessage.objects.get()
    assert sent == Sent(sent=1)
    assert (message.sent_at, message.refused_at, message.refusal) == (later, None, "")
    assert (message.attempts, message.last_error) == (1, "550")
    assert server.handler.taken[0]["To"].endswith("<right@crates.example>")
    assert server.ids == [message.message_id]
    assert (due(), enqueued) == ({about.order_id}, [enqueue.JUDGE, enqueue.SEND_MAIL])


def test_a_mail_that_waits_can_go_now():
    message = OutboxMessageFactory(not_before=AT + timedelta(days=1), attempts=6)

    outbox.send_again(message_id=message.pk, by=UserFactory(), at=AT)

    assert outbox.send_due(at=AT) == Sent(sent=1)


def test_a_mail_that_was_sent_is_not_sent_again():
    message = OutboxMessageFactory(sent_at=AT)

    with pytest.raises(Refused, match=r"It was sent\. Note that it came back first"):
        outbox.send_again(message_id=message.pk, by=UserFactory(), at=AT)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.RECEIVER, Role.SHIPMENT_CLERK])
def test_who_may_not_expedite_neither_returns_nor_repeats(role):
    message = OutboxMessageFactory(sent_at=AT)
    by = UserFactory(roles=[role.value])

    with pytest.raises(NotAllowed):
        outbox.bounced(message_id=message.pk, reason="550", by=by, at=AT)
    with pytest.raises(NotAllowed):
        outbox.send_again(message_id=message.pk, by=by, at=AT)

    message.refresh_from_db()
    assert (message.sent_at, message.refused_at) == (AT, None)


def test_what_is_not_there_is_not_found():
    with pytest.raises(OutboxMessage.DoesNotExist):
        outbox.bounced(message_id=0, reason="550", by=UserFactory(), at=AT)
    with pytest.raises(OutboxMessage.DoesNotExist):
        outbox.send_again(message_id=0, by=UserFactory(), at=AT)
