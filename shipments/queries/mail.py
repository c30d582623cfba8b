"""Mail that was decided on, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from shipments.models import OutboxAttachment, OutboxMessage, OutboxOrder
from shipments.queries.keyset import Page, Place, Sort, page

PAGE_SIZE = 50
NEWEST_FIRST = Sort("written_at", "moment", descending=True)
ORDERS_SHOWN = 1
# Counting further tells nobody more.
COUNTED_UP_TO = 1000


class MailState(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"


CONDITIONS = {
    MailState.WAITING: Q(sent_at__isnull=True, refused_at__isnull=True),
    MailState.SENT: Q(sent_at__isnull=False, refused_at__isnull=True),
    MailState.REFUSED: Q(refused_at__isnull=False),
}


@dataclass(frozen=True)
class MailRow:
    """:ivar orders: references of the first orders that it is about. :ivar more: further ones."""

    message: OutboxMessage
    state: MailState
    orders: list[str]
    more: int


@dataclass(frozen=True)
class MailPage:
    """One mail with everything that goes with it."""

    message: OutboxMessage
    state: MailState
    orders: list[str]
    attachments: list[OutboxAttachment]

    @property
    def came_back(self) -> bool:
        """Whether a server had taken it before it was refused."""
        return self.message.sent_at is not None and self.state is MailState.REFUSED


def rows(state: MailState | None, *, place: Place) -> tuple[list[MailRow], Page[OutboxMessage]]:
    """
    :param state: None for every mail.
    :raises BadMarker: the address names no page of this list.
    """
    messages = OutboxMessage.objects.filter(CONDITIONS[state] if state else Q())
    load = OutboxMessage.objects.defer("text", "html")
    found = page(messages, load, sort=NEWEST_FIRST, size=PAGE_SIZE, place=place)
    about: dict[int, list[str]] = {}
    named = OutboxOrder.objects.filter(message__in=[message.pk for message in found.rows])
    for message, reference in named.order_by("pk").values_list("message_id", "order__reference"):
        about.setdefault(message, []).append(reference)
    return [_row(message, about.get(message.pk, [])) for message in found.rows], found


def counts() -> dict[MailState, int]:
    """How many wait and how many were refused, up to a bound. Sent mail is not counted."""
    return {
        state: OutboxMessage.objects.filter(CONDITIONS[state])[:COUNTED_UP_TO].count()
        for state in (MailState.WAITING, MailState.REFUSED)
    }


def mail_page(message_id: int) -> MailPage:
    """
    :raises OutboxMessage.DoesNotExist: no such mail.
    """
    message = OutboxMessage.objects.select_related("written_by", "contact__contractor").get(
        pk=message_id
    )
    return MailPage(
        message=message,
        state=_state(message),
        orders=list(message.about.order_by("pk").values_list("order__reference", flat=True)),
        attachments=list(message.attachments.defer("content").order_by("pk")),
    )


def attachment(message_id: int, attachment_id: int) -> OutboxAttachment:
    """
    :raises OutboxAttachment.DoesNotExist: no such file with that mail.
    """
    return OutboxAttachment.objects.get(pk=attachment_id, message_id=message_id)


def _row(message: OutboxMessage, orders: list[str]) -> MailRow:
    more = max(0, len(orders) - ORDERS_SHOWN)
    return MailRow(message, _state(message), orders[:ORDERS_SHOWN], more)


def _state(message: OutboxMessage) -> MailState:
    if message.refused_at is not None:
        return MailState.REFUSED
    return MailState.WAITING if message.sent_at is None else MailState.SENT
