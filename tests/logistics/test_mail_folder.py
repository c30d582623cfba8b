from __future__ import annotations

from email import message_from_bytes

import pytest
from django.core.mail import EmailMessage, get_connection

IDENTITY = {"Message-ID": "<a-1@line.example>", "Date": "Fri, 20 Nov 2026 12:00:00 +0000"}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mail"


@pytest.fixture
def send(folder):
    backend = get_connection("logistics.mail_folder.EmailBackend", file_path=str(folder))
    return lambda *mails: backend.send_messages(mails)


def written(subject: str = "Follow-up", **headers: str) -> EmailMessage:
    return EmailMessage(
        subject, "Plain words", to=["pat@crates.example"], headers={**IDENTITY, **headers}
    )


def test_each_mail_is_a_file_that_a_mail_program_opens(folder, send):
    assert send(written(), written("Another", **{"Message-ID": "<b-2@line.example>"})) == 2

    assert sorted(path.name for path in folder.iterdir()) == [
        "20261120-120000-a-1@line.example.eml",
        "20261120-120000-b-2@line.example.eml",
    ]
    first = message_from_bytes(min(folder.iterdir()).read_bytes())
    assert (first["Subject"], first["Message-ID"]) == ("Follow-up", "<a-1@line.example>")


def test_the_same_mail_again_is_the_same_file(folder, send):
    send(written())
    send(written())

    assert len(list(folder.iterdir())) == 1


def test_no_name_leads_out_of_the_folder(folder, send):
    send(written(**{"Message-ID": "<../../etc/passwd@line.example>"}))

    assert [path.name for path in folder.iterdir()] == [
        "20261120-120000-....etcpasswd@line.example.eml"
    ]
