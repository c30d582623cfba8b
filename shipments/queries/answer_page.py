"""What a contact answered before, by the link that it has, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shipments.models import AnswerLink, Promise, Proposal, Report
from shipments.models.choices import Channel, ReportKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Given:
    """One date or quantity that was answered, as it stands now.

    :ivar kind: promised, waiting, accepted, declined, replaced by a later answer, or ready.
    :ivar reason: theirs; for what was declined, why it was.
    """

    kind: str
    on: date
    quantity: int | None
    at: datetime
    reason: str


def given(link_id: UUID) -> Mapping[str, Sequence[Given]]:
    """What was answered by this link, by order, newest first. Four queries."""
    link = AnswerLink.objects.get(pk=link_id)
    found: dict[str, list[Given]] = {}
    became: set[int] = set()
    for each in Proposal.objects.filter(link=link).select_related("order"):
        if each.promise_id:
            became.add(each.promise_id)
        found.setdefault(each.order.reference, []).append(_proposed(each))
    # Neither names the link. Nobody else answers in this contact's name through the page.
    theirs = {
        "order__answer_links": link,
        "contact": link.contact_id,
        "channel": Channel.PORTAL.value,
        "recorded_at__gte": link.made_at,
    }
    promises = Promise.objects.filter(**theirs).exclude(pk__in=became).select_related("order")
    for promise in promises:
        told = Given(
            "promised", promise.ship_on, promise.quantity, promise.recorded_at, promise.reason
        )
        found.setdefault(promise.order.reference, []).append(told)
    # What was confirmed is among the promises already.
    ready = Report.objects.filter(**theirs, kind=ReportKind.READY.value).select_related("order")
    for report in ready:
        told = Given("ready", report.occurs_on, report.quantity, report.recorded_at, report.note)
        found.setdefault(report.order.reference, []).append(told)
    for told_of_one in found.values():
        told_of_one.sort(key=lambda told: (told.at, told.on), reverse=True)
    return found


def _proposed(each: Proposal) -> Given:
    if each.decided_at is None:
        kind, reason = "waiting", each.reason
    elif each.promise_id:
        kind, reason = "accepted", each.reason
    elif each.decided_by_id:
        kind, reason = "declined", each.decision_reason
    else:
        kind, reason = "replaced", each.reason
    return Given(kind, each.ship_on, each.quantity, each.proposed_at, reason)
