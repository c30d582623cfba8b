"""What a contact answers about the orders that it was asked about, without an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from shipments import enqueue
from shipments.models import AnswerLink, Contact, Expedite, Order, Proposal, Report
from shipments.models.choices import ActionKind, Channel, NoticeKind, ReportKind
from shipments.services import (
    answer_checks,
    answer_links,
    asked,
    case_file,
    commitments,
    notices,
    promises,
    sent_twice,
)
from shipments.services.answer_checks import Answer, AnswerKind, Part, Said
from shipments.services.answer_links import LinkGone
from shipments.services.asked import Asked, AskedOrder, find
from shipments.services.proposals import accept, decline
from shipments.standing.recompute import recompute

__all__ = [
    "Answer",
    "AnswerKind",
    "Asked",
    "AskedOrder",
    "Given",
    "LinkGone",
    "Outcome",
    "Part",
    "accept",
    "decline",
    "find",
    "give",
]


@dataclass(frozen=True)
class Outcome:
    """What became of the answer about one order.

    :ivar waits: it is worse than what stands, and no promise until somebody here accepts it.
    :ivar sentence: for whoever answered.
    """

    reference: str
    kind: AnswerKind
    waits: bool
    sentence: str


@dataclass(frozen=True)
class Given:
    """What became of an answer, order by order, as they were answered."""

    outcomes: tuple[Outcome, ...]


def give(*, link_id: UUID, answers: Sequence[Answer], at: datetime) -> Given:
    """Record what a contact answers about one or several orders, all or nothing.

    A date as good as the one that stands, or better, is a promise at once; a worse one waits
    as a proposal. The very same sent again within a minute is answered as it stands.

    :raises LinkGone: the link does not work.
    :raises Refused: with every problem there is; each field is ``{reference}.{name}`` or
        ``{reference}.parts.{n}.{name}``, counted from 0.
    """
    with transaction.atomic():
        link = answer_links.usable(link_id, at=at)
        named = {answer.reference for answer in answers}
        orders = {order.reference: order for order in asked.link_orders(link, named)}
        said_on = _their_day(link.contact, at)
        checked = answer_checks.check(answers, orders, said_on=said_on, at=at)
        AnswerLink.objects.filter(pk=link.pk).update(last_used_at=at)
        call = uuid4()
        outcomes = [_write(said, link, call=call, said_on=said_on, at=at) for said in checked]
    return Given(tuple(outcomes))


def _write(said: Said, link: AnswerLink, *, call: UUID, said_on: date, at: datetime) -> Outcome:
    contact, order = link.contact, said.order
    words = commitments.in_words(said.parts) if said.parts else ""
    if _written_before(said, contact, at=at):
        pass
    elif said.kind is AnswerKind.READY:
        _report(said, ReportKind.READY, contact, said_on=said_on, at=at)
        recompute([order.pk], at=at)
        enqueue.judge()
        _note(
            said,
            ActionKind.ANSWERED,
            f"{contact.name} says: {_ready(said)}",
            link,
            call=call,
            at=at,
        )
    elif said.worse:
        _propose(said, link, at=at)
        text = f"{contact.name} proposes {words}: {said.reason}"
        _note(said, ActionKind.PROPOSED, text, link, call=call, at=at)
    else:
        if said.kind is AnswerKind.CONFIRM:
            _report(said, ReportKind.CONFIRMED, contact, said_on=said_on, at=at)
        _withdraw_proposals(order, at=at)
        promises.write(
            order,
            said.parts,
            at=at,
            said_on=said_on,
            said_by=contact.name,
            channel=Channel.PORTAL.value,
            contact=contact,
            reason=said.reason,
            call=call,
        )
        _tell(order, NoticeKind.ANSWERED, f"{contact.name} promised {words}.", call=call, at=at)
    return Outcome(order.reference, said.kind, said.worse, _sentence(said, words))


def _written_before(said: Said, contact: Contact, *, at: datetime) -> bool:
    """Tell whether the same contact said the very same a moment ago."""
    if said.kind in (AnswerKind.READY, AnswerKind.CONFIRM):
        kind = ReportKind.READY if said.kind is AnswerKind.READY else ReportKind.CONFIRMED
        facts = {"kind": kind.value, "quantity": said.quantity, "contact": contact}
        return sent_twice.twin(said.order.reports.all(), at=at, **facts) is not None
    if said.worse:
        twins = (
            sent_twice.twin(
                said.order.proposals.waiting(),
                "proposed_at",
                at=at,
                contact=contact,
                ship_on=ship_on,
                quantity=quantity,
                reason=said.reason,
            )
            for ship_on, quantity in said.parts
        )
        return all(twins)
    return all(
        sent_twice.twin(
            said.order.promises.all(),
            at=at,
            contact=contact,
            ship_on=ship_on,
            quantity=quantity,
            reason=said.reason,
        )
        for ship_on, quantity in said.parts
    )


def _report(said: Said, kind: ReportKind, contact: Contact, *, said_on: date, at: datetime) -> None:
    Report.objects.create(
        order=said.order,
        kind=kind.value,
        occurs_on=said_on,
        quantity=said.quantity,
        said_by=contact.name,
        contact=contact,
        channel=Channel.PORTAL.value,
        note=said.reason,
        reported_at=at,
        recorded_at=at,
    )


def _propose(said: Said, link: AnswerLink, *, at: datetime) -> None:
    _withdraw_proposals(said.order, at=at)
    batch = uuid4()
    Proposal.objects.bulk_create(
        Proposal(
            order=said.order,
            contact=link.contact,
            link=link,
            batch=batch,
            ship_on=ship_on,
            quantity=quantity,
            reason=said.reason,
            proposed_at=at,
        )
        for ship_on, quantity in said.parts
    )


def _withdraw_proposals(order: Order, *, at: datetime) -> None:
    """What they say now stands in the place of what they proposed before."""
    order.proposals.waiting().update(
        decided_at=at, decision_reason="Replaced by a later answer of theirs."
    )


def _note(
    said: Said, kind: ActionKind, text: str, link: AnswerLink, *, call: UUID, at: datetime
) -> None:
    if file := commitments.locked(said.order):
        case_file.change(file, kind=kind, at=at, contact=link.contact, text=text, call=call)
    told = NoticeKind.PROPOSED if kind is ActionKind.PROPOSED else NoticeKind.ANSWERED
    _tell(said.order, told, text, call=call, at=at)


def _tell(order: Order, kind: NoticeKind, text: str, *, call: UUID, at: datetime) -> None:
    file = Expedite.objects.open().filter(order=order).select_related("owner").first()
    if file is None:
        return
    notices.tell(
        user=file.owner,
        kind=kind,
        text=f"{order.reference}: {text}",
        occasion=f"answer-{call}-{order.pk}",
        at=at,
        order=order,
        expedite=file,
    )


def _ready(said: Said) -> str:
    return (
        "all that is left is ready now."
        if said.quantity is None
        else f"{said.quantity:,} ready now."
    )


def _sentence(said: Said, words: str) -> str:
    reference = said.order.reference
    if said.kind is AnswerKind.READY:
        return f"{reference}: noted, {_ready(said)}"
    if said.worse:
        return f"{reference}: {words}. It counts once we have accepted it; you will hear from us."
    return f"{reference}: noted, {words}."


def _their_day(contact: Contact, at: datetime) -> date:
    """The day it is where the contact sits; in UTC where nobody knows."""
    zone = contact.time_zone
    # A zone is typed by people; one that does not exist tells no time.
    return at.astimezone(ZoneInfo(zone) if zone in available_timezones() else UTC).date()
