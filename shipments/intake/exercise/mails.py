"""The mail of an exercise: what expeditors wrote, of which a little came back."""

from __future__ import annotations

from datetime import datetime, timedelta

from shipments.intake.exercise.orders import Lived
from shipments.models import Contact, OutboxMessage, User

# One mail in so many is refused.
_ONE_REFUSED_IN = 12


def follow_up(lived: Lived, *, number: int, by: User, at: datetime) -> OutboxMessage:
    """Write one mail about one order, sent long since. Not saved yet.

    :param number: one of its own, from 0: of the first twelve the first came back, and so on.
    """
    contact, order = lived.maker.contact, lived.order
    message = OutboxMessage(
        message_id=f"<exercise-{number:06d}@quayline.example>",
        to_name=contact.name,
        to_address=contact.email,
        contact=contact,
        reply_to=by.email,
        subject=f"Follow-up: {order.reference}",
        text=_text(lived, contact, by),
        written_at=at,
        written_by=by,
        not_before=at,
        attempts=1,
        sent_at=at + timedelta(minutes=1),
    )
    if number % _ONE_REFUSED_IN == 0:
        message.sent_at, message.refused_at = None, at + timedelta(minutes=1)
        message.refusal = "550 No such mailbox. Exercise: no mail was sent."
        message.last_error = message.refusal
    return message


def _text(lived: Lived, contact: Contact, by: User) -> str:
    order = lived.order
    return (
        f"Dear {contact.name},\n\n"
        f"please tell us where order {order.reference} stands, {order.quantity} of "
        f"{order.item.name}, and when the rest of it ships.\n\n"
        f"{by}\n\nExercise: this mail was never sent."
    )
