"""Senders at once, and one that is at it while a person asks for the same mail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from shipments.models import OutboxMessage
from shipments.services import mail_server, outbox
from shipments.services.outbox import Sent
from shipments.services.refusal import Refused
from tests.at_once import second_of_two
from tests.factories import OutboxMessageFactory, UserFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db(transaction=True)


def send() -> Sent:
    try:
        return outbox.send_due(at=AT)
    finally:
        connection.close()


def test_of_two_senders_each_mail_is_sent_by_one(server):
    OutboxMessageFactory.create_batch(20)

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.submit(send), threads.submit(send)
        sent = first.result(60).sent + second.result(60).sent

    assert sent == 20
    assert sorted(server.ids) == sorted(OutboxMessage.objects.values_list("message_id", flat=True))
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}


def test_a_mail_that_is_being_sent_is_not_asked_for_twice(monkeypatch):
    message, by = OutboxMessageFactory(), UserFactory()
    monkeypatch.setattr(mail_server, "deliver", lambda *_: None)

    def ask_again() -> None:
        outbox.send_again(message_id=message.pk, by=by, at=AT + timedelta(hours=1))

    with pytest.raises(Refused, match="It was sent"):
        second_of_two(lambda: outbox._send_next.__wrapped__(AT), ask_again)

    message.refresh_from_db()
    assert (message.sent_at, message.attempts) == (AT, 1)
