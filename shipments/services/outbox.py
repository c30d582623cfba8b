"""Mail: decided on in the caller's transaction, sent by the worker, never lost.

A mail may be doubled in one instant only: a server has taken it and we are gone before that is
noted. Then both copies carry the same Message-ID.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from shipments import enqueue
from shipments.domain.roles import Right
from shipments.models import (
    Contact,
    Order,
    OutboxAttachment,
    OutboxMessage,
    OutboxOrder,
    User,
)
from shipments.services import mail_server, refusal

# How long to wait after each failed attempt. After the last one the mail is given up.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=60),
    timedelta(hours=4),
    *(timedelta(days=1),) * 5,
)
MOST_AT_ONCE = 1000  # of one call; the sweep of the next minute goes on
_LONGEST_ERROR = 500
# What sending changes of a mail.
_BECAME = ("attempts", "not_before", "last_error", "sent_at", "refused_at", "refusal")
_LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Attachment:
    """A file to go with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Outgoing:
    """A mail to be sent, to a contractor's contact or to a person of ours.

    :ivar to: its address and name are taken from here.
    :ivar orders: those that it is about, by key.
    :ivar reply_to: an address; empty for the sender of all mail.
    """

    to: Contact | User
    subject: str
    text: str
    html: str = ""
    orders: tuple[int, ...] = ()
    reply_to: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Sent:
    """What one call did, in mails.

    :ivar deferred: to be tried again later.
    :ivar refused: given up.
    """

    sent: int = 0
    deferred: int = 0
    refused: int = 0

    def __bool__(self) -> bool:
        return bool(self.sent or self.deferred or self.refused)


class NotTheirs(refusal.Refused):
    """The mail is about an order that its reader may not know of."""


@transaction.atomic
def put(
    outgoing: Outgoing, *, by: User | None, at: datetime, not_before: datetime | None = None
) -> OutboxMessage:
    """Write a mail into the outbox, in the caller's transaction. The worker sends it after that.

    Its Message-ID is fixed here, for however often it will be sent. What it may be about is
    checked here as well, whoever calls: a contact is told of its own contractor's orders alone,
    a person of those that it may see.

    :param by: None where the worker decided on it.
    :param not_before: when it may go, at the earliest; as soon as possible unless given.
    :raises NotTheirs: an order that the reader may not know of.
    :raises Refused: the contact has no e-mail address.
    """
    contact = outgoing.to if isinstance(outgoing.to, Contact) else None
    if not outgoing.to.email:
        said = f"{outgoing.to.name} has no e-mail address. Add one, or call."
        raise refusal.refuse("contact", said, "no_email_address")
    _require_theirs(outgoing)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = OutboxMessage.objects.create(
        message_id=f"<{uuid4()}@{domain}>",
        to_name=outgoing.to.name,
        to_address=outgoing.to.email,
        contact=contact,
        reply_to=outgoing.reply_to,
        subject=" ".join(outgoing.subject.split())[:_LONGEST_SUBJECT],
        text=outgoing.text,
        html=outgoing.html,
        written_at=at,
        written_by=by,
        not_before=not_before or at,
    )
    OutboxOrder.objects.bulk_create(
        OutboxOrder(message=message, order_id=order) for order in dict.fromkeys(outgoing.orders)
    )
    OutboxAttachment.objects.bulk_create(
        OutboxAttachment(
            message=message, name=each.name, media_type=each.media_type, content=each.content
        )
        for each in outgoing.attachments
    )
    enqueue.send_mail()
    return message


def send_due(*, at: datetime) -> Sent:
    """Offer every mail that is due to the server, each in a transaction of its own.

    Any number of workers may do so at once: a mail that one of them is sending is locked, and
    the others pass over it. A worker that is killed leaves the mail as it was.

    :param at: aware; also noted as the moment of what is done.
    """
    counted = {"sent": 0, "deferred": 0, "refused": 0}
    for _ in range(MOST_AT_ONCE):
        outcome = _send_next(at)
        if not outcome:
            break
        counted[outcome] += 1
    if counted["refused"]:
        enqueue.judge()
    return Sent(**counted)


def bounced(*, message_id: int, reason: str, by: User | None, at: datetime) -> OutboxMessage:
    """Note that a mail which a server had taken came back. Its orders are judged again.

    Whatever becomes of a mail marks its orders by itself: the table does.

    :param message_id: the key of its row.
    :raises OutboxMessage.DoesNotExist: no such mail.
    :raises NotAllowed: no right to expedite.
    :raises Refused: no reason given, it was never sent, or it is noted as refused already.
    """
    if by is not None:
        refusal.require(by, Right.EXPEDITE)
    why = " ".join(reason.split())[:_LONGEST_ERROR]
    if not why:
        raise refusal.refuse("reason", "Enter what the returned mail says.", "required")
    with transaction.atomic():
        OutboxMessage.objects.get(pk=message_id)
        sent = OutboxMessage.objects.filter(
            pk=message_id, sent_at__isnull=False, refused_at__isnull=True
        )
        if not sent.update(refused_at=at, refusal=why):
            message = "Only a mail that was sent, and not returned before, can be returned."
            raise refusal.refuse("", message, "not_sent")
        enqueue.judge()
    return OutboxMessage.objects.get(pk=message_id)


def send_again(*, message_id: int, by: User, at: datetime) -> OutboxMessage:
    """Send a mail that waits, was refused or came back, now, and count its attempts anew.

    It goes to its contact's address as it is today, under the Message-ID that it had.

    :raises OutboxMessage.DoesNotExist: no such mail.
    :raises NotAllowed: no right to expedite.
    :raises Refused: it was sent and did not come back.
    """
    refusal.require(by, Right.EXPEDITE)
    with transaction.atomic():
        # Waits for a sender that is at it, and then finds it sent.
        message = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message_id)
        if message.sent_at is not None and message.refused_at is None:
            said = "It was sent. Note that it came back first, if it did."
            raise refusal.refuse("", said, "already_sent")
        if message.contact is not None and message.contact.email:
            message.to_name, message.to_address = message.contact.name, message.contact.email
        message.last_error = message.refusal or message.last_error
        message.sent_at, message.refused_at, message.refusal = None, None, ""
        message.not_before, message.attempts = at, 0
        message.save()
        enqueue.judge()
        enqueue.send_mail()
    return message


@transaction.atomic(durable=True)
def _send_next(at: datetime) -> str:
    """Send one mail. Say what became of it, empty where none is due."""
    due = OutboxMessage.objects.waiting().filter(not_before__lte=at)
    message = due.order_by("not_before", "pk").select_for_update(skip_locked=True).first()
    if message is None:
        return ""
    message.attempts += 1
    try:
        mail_server.deliver(message, message.attachments.order_by("pk"))
    except mail_server.NotNow as error:
        outcome = _deferred(message, str(error), at)
    except mail_server.Never as error:
        outcome = _given_up(message, str(error), at)
    else:
        outcome, message.sent_at = "sent", at
    message.save(update_fields=_BECAME)
    return outcome


def _deferred(message: OutboxMessage, why: str, at: datetime) -> str:
    message.last_error = why[:_LONGEST_ERROR]
    if message.attempts > len(WAITS):
        return _given_up(message, f"Tried {message.attempts} times. {why}", at)
    message.not_before = at + WAITS[message.attempts - 1]
    return "deferred"


def _given_up(message: OutboxMessage, why: str, at: datetime) -> str:
    message.refused_at, message.refusal = at, (why or "No reason given.")[:_LONGEST_ERROR]
    return "refused"


def _require_theirs(outgoing: Outgoing) -> None:
    wanted = set(outgoing.orders)
    if isinstance(outgoing.to, Contact):
        known = Order.objects.filter(contractor_id=outgoing.to.contractor_id)
    else:
        known = Order.objects.visible_to(outgoing.to)
    strange = wanted - set(known.filter(pk__in=wanted).values_list("pk", flat=True))
    if strange:
        said = f"{outgoing.to.name} may not be told of {len(strange)} of these orders."
        raise NotTheirs([refusal.Problem("orders", said, "not_theirs")])
