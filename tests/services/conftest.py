from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def server(settings: SettingsWrapper) -> Iterator[MailServer]:
    """The settings name a real mail server."""
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_TIMEOUT = 10
        yield running


@pytest.fixture
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the worker."""
    from shipments import enqueue  # noqa: PLC0415 (settings must be there first)

    asked: list[str] = []
    monkeypatch.setattr(enqueue, "_after_commit", asked.append)
    return asked
