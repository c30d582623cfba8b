"""Handing one mail to the server that the settings name, and what its answer means."""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Iterable
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email

from shipments.domain.typed_code import found
from shipments.models import OutboxAttachment, OutboxMessage

_PERMANENT = range(500, 600)


class NotNow(Exception):
    """The server could not be reached or will not take it now. Later it may."""


class Never(Exception):
    """This mail will not be taken, however often it is offered."""


def deliver(message: OutboxMessage, attachments: Iterable[OutboxAttachment]) -> None:
    """Return once a server has taken the mail.

    A mail that is offered again is the same in every header, so that a server or a reader that
    sees it twice can tell.

    :raises NotNow: worth trying again. So is every failure of ours or of the connection.
    :raises Never: the server refused the recipient or the content for good, or the address or
        a header cannot be sent at all.
    """
    mail = _mime(message, attachments)
    try:
        validate_email(message.to_address)
        mail.message()
    except ValidationError as error:
        raise Never(f"{found(message.to_address)} is no e-mail address.") from error
    except ValueError as error:  # a header that no mail can have
        raise Never(str(error)) from error
    connection = get_connection()
    try:
        # Opened here, because one that sending opens is closed before we hear that it was
        # taken, and a failure to say goodbye would look like a mail that was not.
        connection.open()
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        raise _by_code(*_last(error.recipients)) from error
    except smtplib.SMTPDataError as error:
        raise _by_code(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Never(str(error)) from error
    except smtplib.SMTPResponseException as error:  # the sender, the login: ours to mend
        raise NotNow(_said(error.smtp_code, error.smtp_error)) from error
    except OSError as error:
        raise NotNow(str(error) or type(error).__name__) from error
    finally:
        with contextlib.suppress(OSError):
            connection.close()


def _mime(
    message: OutboxMessage, attachments: Iterable[OutboxAttachment]
) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((message.to_name, message.to_address))],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(message.written_at),
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for each in attachments:
        mail.attach(each.name, bytes(each.content), each.media_type)
    return mail


def _by_code(code: int, text: bytes | str) -> NotNow | Never:
    kind = Never if code in _PERMANENT else NotNow
    return kind(_said(code, text))


def _last(recipients: dict[str, tuple[int, bytes]]) -> tuple[int, bytes]:
    return list(recipients.values())[-1]


def _said(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}".strip()
