"""The links by which a contact answers without an account."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from shipments.models import AnswerLink, Contact, Order, User
from shipments.services.refusal import Problem, Refused

_SALT = "shipments.answer_link"


class LinkGone(Refused):
    """No such link, or it has expired or was revoked. Says no more than that."""

    def __init__(self) -> None:
        message = "This link does not work any more. Ask whoever sent it for a new one."
        super().__init__([Problem("", message, "link_gone")])


def make(
    *,
    contact: Contact,
    orders: Collection[Order],
    by: User,
    at: datetime,
    days: int,
    call: UUID | None = None,
) -> AnswerLink:
    """Make a link for one contact and some orders, which works for so many days.

    To be called in the transaction of the mail that carries it.
    """
    link = AnswerLink.objects.create(
        contact=contact, made_at=at, made_by=by, expires_at=at + timedelta(days=days), call=call
    )
    link.orders.set(orders)
    return link


def signed(link_id: UUID) -> str:
    """Give the last part of the link's address: its key, signed."""
    return signing.Signer(salt=_SALT).sign(link_id.hex)


def opened(token: str) -> UUID:
    """Read the last part of an address back. No query.

    :raises LinkGone: it was not signed by us.
    """
    try:
        return UUID(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise LinkGone from error


def usable(link_id: UUID, *, at: datetime) -> AnswerLink:
    """:raises LinkGone: there is none, or it has expired or was revoked."""
    rows = AnswerLink.objects.filter(pk=link_id, revoked_at__isnull=True, expires_at__gt=at)
    link = rows.select_related("contact__contractor").first()
    if link is None:
        raise LinkGone
    return link
