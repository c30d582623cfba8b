"""What becomes of a mail: sent, tried again, refused, come back, sent again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shipments import enqueue
from shipments.domain.roles import Role
from shipments.models import DueOrder, OutboxMessage
from shipments.services import outbox
from shipments.services.outbox import Sent
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import OutboxMessageFactory, OutboxOrderFactory, UserFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


def due() -> set[int | None]:
    return set(DueOrder.objects.values_list("order_id", flat=True))


def judged() -> None:
    """Nothing is left to judge."""
    DueOrder.objects.all().delete()


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
