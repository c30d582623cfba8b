"""A mail from the decision to a mail server, through a real Celery worker."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from bench.mail_server import MailServer
from shipments.models import OutboxMessage
from shipments.services import outbox
from shipments.services.outbox import Outgoing
from tests.factories import ContactFactory, UserFactory


@pytest.fixture
def mail_server(monkeypatch):
    """The worker, started after it, is told of it."""
    with MailServer() as running:
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{running.port}?from=desk@line.example")
        yield running


def test_the_worker_sends_what_was_decided_on(mail_server, celery_worker_process):
    contact = ContactFactory(name="Pat Example", email="pat@crates.example")

    with transaction.atomic():
        outbox.put(
            Outgoing(to=contact, subject="Follow-up: EX-1", text="Plain words\n"),
            by=UserFactory(),
            at=timezone.now(),
        )
    celery_worker_process.wait_until_idle()

    message = OutboxMessage.objects.get()
    assert message.sent_at is not None
    assert mail_server.ids == [message.message_id]
    (taken,) = mail_server.handler.taken
    assert (taken["From"], taken["To"]) == (
        "Quayline <desk@line.example>",
        "Pat Example <pat@crates.example>",
    )
