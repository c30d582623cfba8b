"""What happened lately, newest first: promises, shipments, passes, and what others reported."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import chain
from typing import TYPE_CHECKING

from shipments.models import Expedite, JudgingPass, Order, Promise, PublicReport, Shipment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from shipments.models import SourceDocument, User

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    :ivar kind: which sentence the page writes: promise, shipment, pass, expedite or report.
    :ivar thing: the row it is about.
    """

    at: datetime
    kind: str
    thing: Promise | Shipment | JudgingPass | Expedite | PublicReport
    sources: list[SourceDocument] = field(default_factory=list)


def newest(*, user: User, on: date, size: int = SHOWN) -> list[Event]:
    """Merge the newest of each kind. Six queries, however long the history."""
    merged = chain(
        _promises(user, size), _shipments(user, size), _expedites(user, size), _passes(user, size)
    )
    own = sorted(merged, key=lambda event: event.at, reverse=True)[:size]
    return sorted(chain(own, _reports(on, 3)), key=lambda event: event.at, reverse=True)


def _promises(user: User, size: int) -> Iterator[Event]:
    found = Promise.objects.visible_to(user).select_related("order__item", "recorded_by")
    for promise in found.order_by("-recorded_at", "-pk")[:size]:
        yield Event(promise.recorded_at, "promise", promise)


def _shipments(user: User, size: int) -> Iterator[Event]:
    found = Shipment.objects.visible_to(user).select_related("logged_by", "from_place", "to_place")
    for shipment in found.newest_first()[:size]:
        yield Event(shipment.logged_at, "shipment", shipment)


def _expedites(user: User, size: int) -> Iterator[Event]:
    found = Expedite.objects.select_related("order__item", "owner")
    found = found.filter(order__in=Order.objects.visible_to(user))
    for expedite in found.order_by("-opened_at", "-pk")[:size]:
        yield Event(expedite.opened_at, "expedite", expedite)


def _passes(user: User, size: int) -> Iterator[Event]:
    """Only the passes that changed something: a quiet one every five minutes is no news.

    They count everybody's orders, so a contractor's user is not told.
    """
    if user.is_contractors:
        return
    changed = JudgingPass.objects.exclude(raised=0, cleared=0)
    for judging in changed.newest_first()[:size]:
        yield Event(judging.finished_at, "pass", judging)


def _reports(on: date, size: int) -> Iterator[Event]:
    reports = PublicReport.objects.filter(happened_on__lte=on).prefetch_related("sources")
    for report in reports.newest_first()[:size]:
        if report.happened_on is not None:
            at = datetime.combine(report.happened_on, time.min, tzinfo=UTC)
            yield Event(at, "report", report, list(report.sources.all()))
