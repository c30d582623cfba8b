"""The mail of a step, with what goes with it and the link by which it is answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from shipments.domain import ladder
from shipments.expedite.outreach import Outreach, data_sheet, mail
from shipments.expedite.outreach.transactions import Transactions
from shipments.models import AnswerLink, Contact, Order, Policy, User
from shipments.services.outbox import Attachment, Outgoing


def unsaved_link(
    contact: Contact, call: UUID, policy: Policy, *, by: User, at: datetime
) -> AnswerLink:
    """Make the link of a call. Its key follows from the call's, so that a preview shows it."""
    return AnswerLink(
        id=uuid5(call, "answer link"),
        contact=contact,
        call=call,
        made_at=at,
        made_by=by,
        expires_at=at + timedelta(days=policy.limits["answer_link_days"]),
    )


def outgoing(
    matter: Outreach,
    contact: Contact,
    orders: list[Order],
    records: Transactions,
    *,
    body: str | None,
    by: User,
) -> Outgoing:
    """Put the mail together with its records and its data sheet."""
    words = mail.compose(matter)
    text, html = words.text, words.html
    if body is not None and body.strip() and body.strip() != words.text.strip():
        # What somebody wrote goes as they wrote it; there is no HTML of it.
        text, html = body.strip() + "\n", ""
        if matter.answer_link and matter.answer_link not in text:
            text += f"\nAnswer here, without an account:\n{matter.answer_link}\n"
    attachments = []
    if records.written:
        content = records.text.encode("ascii")
        attachments.append(Attachment(records.file_name, "text/plain", content))
    if drawn := sheet(matter):
        attachments.append(Attachment(data_sheet.FILE_NAME, "application/pdf", drawn))
    return Outgoing(
        to=contact,
        subject=words.subject,
        text=text,
        html=html,
        orders=tuple(order.pk for order in orders),
        reply_to=by.email,
        attachments=tuple(attachments),
    )


def sheet(matter: Outreach) -> bytes | None:
    """Draw up the data sheet as a PDF. None where the step has none."""
    return data_sheet.compose(matter) if matter.step is ladder.Step.SPECIAL_ASSISTANCE else None
