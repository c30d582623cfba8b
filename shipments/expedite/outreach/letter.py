"""The words of a step's mail, before they are plain text or HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shipments.domain.ladder import Step
from shipments.domain.partial_date import Precision, show
from shipments.expedite.outreach.matter import ListedOrder, Outreach, worded

_EXERCISE = "This is an exercise. The orders below are invented; there is nothing to deliver."


@dataclass(frozen=True)
class Paragraphs:
    """What a step says. ``{orders}`` is how many there are, ``{contractor}`` whose they are."""

    subject: str
    opening: str
    asks: tuple[str, ...]


@dataclass(frozen=True)
class LetterOrder:
    """:ivar facts: name and value, in the order in which they are read."""

    title: str
    facts: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """:ivar exercise: says that it is one; empty where it is not."""

    subject: str
    greeting: str
    exercise: str
    opening: str
    note: str
    orders: tuple[LetterOrder, ...]
    asks_heading: str
    asks: tuple[str, ...]
    link: str
    link_says: str
    sender: str
    sender_email: str


STEPS: Mapping[Step, Paragraphs] = MappingProxyType(
    {
        Step.FOLLOW_UP: Paragraphs(
            subject="Follow-up",
            opening="We are following up on {orders} with {contractor}.",
            asks=(
                "the day on which it ships, and how much ships on that day",
                "what holds it up, if anything does",
                "what is ready now, if we may fetch a part of it",
            ),
        ),
        Step.IMPROVEMENT_REQUEST: Paragraphs(
            subject="Earlier ship date asked for",
            opening=(
                "We need {orders} with {contractor} earlier than promised, and ask you for an "
                "improved ship date."
            ),
            asks=(
                "the earliest day on which you can ship, and how much of it",
                "what would make it earlier, such as a part shipment, and what it would take",
                "the date that still stands, if it cannot be improved",
            ),
        ),
        Step.PRIORITY_INCREASE: Paragraphs(
            subject="Priority raised",
            opening=(
                "The need behind {orders} with {contractor} has grown, and the priority was raised."
            ),
            asks=(
                "that you have the new priority and work to it",
                "the ship date that follows from it, and how much ships on that day",
                "what keeps you from an earlier date",
            ),
        ),
        Step.SPECIAL_ASSISTANCE: Paragraphs(
            subject="Special priorities assistance",
            opening=(
                "We are preparing a request for special priorities assistance under 15 CFR part "
                "700 for {orders} with {contractor}, to help you obtain what you need to deliver."
            ),
            asks=(
                "what keeps you from the required date: material, capacity or another order",
                "which of your suppliers and purchase orders it hangs on, and their ratings",
                "the ship date you can keep today, and the one you could keep with help",
            ),
        ),
    }
)


def write(outreach: Outreach) -> Letter:
    step = STEPS[outreach.step]
    names = {"orders": outreach.count, "contractor": outreach.contractor}
    return Letter(
        subject=_subject(step, outreach),
        greeting=f"Dear {outreach.contact}," if outreach.contact else "Good day,",
        exercise=_EXERCISE if outreach.exercise else "",
        opening=step.opening.format(**names),
        note=outreach.note.strip(),
        orders=tuple(_order(each) for each in outreach.orders),
        asks_heading="Please tell us, for each order:"
        if len(outreach.orders) > 1
        else "Please tell us:",
        asks=step.asks,
        link=outreach.answer_link,
        link_says=_link_says(outreach),
        sender=outreach.sender,
        sender_email=outreach.sender_email,
    )


def _subject(step: Paragraphs, outreach: Outreach) -> str:
    """One line, whatever the references hold, and short enough to be read in a list."""
    first, *others = (" ".join(order.reference.split()) for order in outreach.orders)
    more = f" and {len(others)} more" if others else ""
    marked = "EXERCISE: " if outreach.exercise else ""
    return f"{marked}{step.subject}: {first}{more}"


def _order(order: ListedOrder) -> LetterOrder:
    facts = (
        ("Document number", order.document_number),
        ("Contract", order.contract),
        ("Item", order.item),
        ("Still to come", order.how_much),
        ("Priority", _priority(order)),
        ("Required by", worded(order.required)),
        ("Promised ship date", worded(order.promised) or "none given yet"),
        ("Expected delivery", worded(order.expected)),
    )
    return LetterOrder(
        title=order.reference,
        facts=tuple((name, value) for name, value in facts if value),
        reasons=order.reasons,
    )


def _priority(order: ListedOrder) -> str:
    was = "" if order.priority is None else f"{order.priority:02d}"
    if order.raised_to is None:
        return was
    return f"{order.raised_to:02d}, raised from {was}" if was else f"{order.raised_to:02d}, new"


def _link_says(outreach: Outreach) -> str:
    if not outreach.answer_link:
        return "Answer by replying to this mail."
    until = ""
    if outreach.answer_until is not None:
        day = show(outreach.answer_until.date(), Precision.DAY)
        until = f" It works until {day}, {outreach.answer_until:%H:%M}Z, as often as you need it."
    return (
        "Answer here, without an account: confirm, give another date or quantity, split it, or "
        "say that it is ready now. The link is for you and these orders alone; please do not "
        f"pass it on.{until}"
    )
