"""Mail to our own people: composed from a template, put among the mails that wait to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import Truncator

from shipments.models import Order, OutboxMessage, User
from shipments.services import outbox

MOST_SUBJECT = 150


@dataclass(frozen=True)
class Mail:
    """One mail before anybody is named. The text says all that the HTML says."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Line:
    """One thing that a mail tells of.

    :ivar link: where it stands; empty where the address of this site is not known.
    """

    text: str
    link: str = ""


@dataclass(frozen=True)
class Part:
    """One heading of a mail, and what stands under it.

    :ivar more: how many more there are than the lines name.
    """

    heading: str
    lines: list[Line]
    more: int = 0


def compose(*, subject: str, opening: str, parts: list[Part]) -> Mail:
    """Write a mail of headings and lines. Parts that tell of nothing are left out."""
    told = [part for part in parts if part.lines or part.more]
    facts: dict[str, Any] = {
        "subject": Truncator(" ".join(subject.split())).chars(MOST_SUBJECT),
        "opening": opening,
        "parts": told,
        "inbox": address("/inbox/"),
        "exercise": settings.EXERCISE,
    }
    return Mail(
        subject=facts["subject"],
        text=f"{render_to_string('shipments/mail/staff.txt', facts).strip()}\n",
        html=render_to_string("shipments/mail/staff.html", facts),
    )


def address(path: str) -> str:
    """A page of this site as a whole address; empty where the site does not know its own name."""
    named = [origin for origin in settings.CSRF_TRUSTED_ORIGINS if "*" not in origin]
    return f"{named[0]}{path}" if named else ""


def order_line(text: str, order: Order | None) -> Line:
    return Line(text, address(f"/orders/{quote(order.reference)}/") if order else "")


def put(mail: Mail, *, to: User, at: datetime) -> OutboxMessage:
    """Have it sent by the worker. Call it in the transaction of what it tells of."""
    written = outbox.Outgoing(to=to, subject=mail.subject, text=mail.text, html=mail.html)
    return outbox.put(written, by=None, at=at)
