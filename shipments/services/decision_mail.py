"""Telling a contact what became of the date that it proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shipments.models import Order, Proposal, User
from shipments.services import answer_links, commitments, outbox
from shipments.services.outbox import Outgoing


def put(
    order: Order,
    parts: Sequence[Proposal],
    *,
    reason: str,
    by: User,
    at: datetime,
    link_base: str,
) -> None:
    """Write the mail, in the transaction of the decision. Nobody without an address is told.

    :param reason: why it was declined; empty where it was accepted.
    :param link_base: the address that the link's signed key is put behind; empty for no link.
    """
    contact = parts[0].contact
    if not contact.email:
        return
    proposed = commitments.in_words([(part.ship_on, part.quantity) for part in parts])
    verdict = "declined" if reason else "accepted"
    lines = [
        f"Dear {contact.name},",
        "",
        f"You proposed {proposed}, for {order.reference}. It was {verdict}.",
    ]
    if reason:
        lines += ["", f"Why: {reason}", "", "What was promised before stands. Can you do better?"]
    lines += _link(parts[0], at=at, link_base=link_base)
    lines += ["", str(by), by.email, ""]
    outbox.put(
        Outgoing(
            to=contact,
            subject=f"Date {verdict}: {order.reference}",
            text="\n".join(lines),
            orders=(order.pk,),
            reply_to=by.email,
        ),
        by=by,
        at=at,
    )


def _link(part: Proposal, *, at: datetime, link_base: str) -> list[str]:
    link = part.link
    if not link_base or link is None or link.revoked_at or link.expires_at <= at:
        return []
    address = f"{link_base}{answer_links.signed(link.pk)}/"
    return ["", "Your link still works:", address]
