"""What happened to one order, newest first, whoever recorded it and wherever it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from shipments.domain.partial_date import show
from shipments.expedite import sentences
from shipments.models.choices import Channel
from shipments.queries import order_history

if TYPE_CHECKING:
    from shipments.models import Expedite, Flag, Milestone, Order, Promise, ShipmentLine


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    :ivar day: set where only the day is known; ``at`` then only sorts.
    :ivar by: who recorded or did it; empty where it was the worker or nobody is known.
    :ivar tcn: of the shipment it is about.
    """

    at: datetime
    icon: str
    tone: str
    text: str
    by: str = ""
    day: date | None = None
    precision: str = "day"
    tcn: str = ""


_HOW = {
    Channel.PHONE: "by phone",
    Channel.EMAIL: "by e-mail",
    Channel.LETTER: "by letter",
    Channel.PORTAL: "in its portal",
    Channel.MEETING: "in a meeting",
    Channel.TRANSACTION: "by transaction",
}


@dataclass(frozen=True)
class Kept:
    """What the page has loaded of an order already."""

    promises: list[Promise]
    flags: list[Flag]
    expedites: list[Expedite]
    lines: list[ShipmentLine]

    @property
    def milestones(self) -> list[Milestone]:
        """Once each, though two lines may be on one shipment."""
        said = {m.pk: m for line in self.lines for m in line.shipment.milestones.all()}
        return list(said.values())


def events(order: Order, kept: Kept, *, today: date) -> list[Event]:
    """Merge what was loaded with the order's own history. Two queries."""
    merged = chain(
        _notices(order),
        _promises(kept.promises),
        _flags(kept.flags, today=today),
        _expedites(kept.expedites),
        _shipments(kept.lines),
        _milestones(kept),
        _changes(order),
    )
    return sorted(merged, key=lambda event: event.at, reverse=True)


def _notices(order: Order) -> Iterator[Event]:
    notice, contract = order.notification, order.contract
    told = (
        (notice and notice.notified_on, notice and notice.notified_on_precision,
         "scroll-text", "Congress notified of a possible sale"),
        (contract and contract.announced_on, contract and contract.announced_on_precision,
         "file-pen-line", "Contract announced"),
    )  # fmt: skip
    for day, precision, icon, said in told:
        if day and precision:
            yield Event(_midnight(day), icon, "", said, day=day, precision=precision)


def _promises(promises: list[Promise]) -> Iterator[Event]:
    for before, promise in pairwise([None, *promises]):
        if promise is None:
            continue
        how, ships = _HOW[Channel(promise.channel)], show(promise.ship_on, "day")
        said = f"{promise.said_by} promised {ships} {how}"
        moved = (promise.ship_on - before.ship_on).days if before else 0
        tone, icon = ("red", "trending-up") if moved > 0 else ("", "handshake")
        if moved:
            said += f", {abs(moved)} d {'later' if moved > 0 else 'earlier'}"
        if promise.reason:
            said += f": {promise.reason}"
        yield Event(promise.said_at, icon, tone, said, by=str(promise.recorded_by or ""))


def _flags(flags: list[Flag], *, today: date) -> Iterator[Event]:
    for flag in flags:
        why = sentences.sentence(flag, today)
        yield Event(flag.raised_at, "flame", "amber", f"Flagged: {why}")
        if flag.cleared_at:
            said = f"Flag cleared: {flag.cleared_because}. It said: {why}"
            yield Event(flag.cleared_at, "circle-check", "green", said)


def _expedites(expedites: list[Expedite]) -> Iterator[Event]:
    for each in expedites:
        yield Event(each.opened_at, "user", "", "Taken up", by=str(each.owner))
        if each.closed_at:
            yield Event(each.closed_at, "user", "", each.outcome, by=str(each.owner))


def _shipments(lines: list[ShipmentLine]) -> Iterator[Event]:
    for line in lines:
        shipment = line.shipment
        said = f"logged with {line.quantity:,}{f', lot {line.lot}' if line.lot else ''}"
        by = str(shipment.logged_by or "")
        yield Event(shipment.logged_at, "package", "blue", said, by=by, tcn=shipment.tcn)
        if shipment.cancelled_at:
            said = f"cancelled: {shipment.cancelled_because}"
            yield Event(shipment.cancelled_at, "ban", "", said, tcn=shipment.tcn)


def _milestones(kept: Kept) -> Iterator[Event]:
    """What did happen, on its day; and every retraction, when it was made."""
    numbers = {line.shipment_id: line.shipment.tcn for line in kept.lines}
    retracted = {m.retracts_id for m in kept.milestones if m.retracts_id}
    for each in kept.milestones:
        tcn, what = numbers[each.shipment_id], each.get_kind_display().lower()
        where = f", {each.place.name}" if each.place else ""
        by = str(each.recorded_by or "")
        if each.retracts_id:
            said = f"{what} of {show(each.occurs_on, 'day')} retracted: {each.reason}"
            yield Event(each.recorded_at, "undo-2", "", said, by=by, tcn=tcn)
        elif each.classifier == "actual" and each.pk not in retracted:
            tone = "green" if each.kind == "received" else "blue"
            at = _midnight(each.occurs_on)
            yield Event(
                at, "ship", tone, f"{what}{where}", by=each.source, day=each.occurs_on, tcn=tcn
            )


def _changes(order: Order) -> Iterator[Event]:
    for change in order_history.changes(order):
        icon = "clipboard-list" if change.sentences == ["Recorded."] else "pencil"
        yield Event(change.at, icon, "", " ".join(change.sentences), by=change.by)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
