"""What others told of one order, as it was received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shipments.domain import milstrip
from shipments.domain.milstrip import InvalidRecord, Profile
from shipments.models import Order, Report, Shipment, User
from shipments.models.choices import ReportKind

MOST = 100
_WORDS = {
    ReportKind.ACKNOWLEDGED: "Acknowledged",
    ReportKind.CONFIRMED: "Date confirmed",
    ReportKind.READY: "Ready to ship",
    ReportKind.INSPECTED: "Inspected and ready",
    ReportKind.STATUS: "Status",
    ReportKind.SHIPPED: "Reported shipped",
    ReportKind.STATEMENT: "Said before what stands",
}


@dataclass(frozen=True)
class Received:
    """A report in words."""

    report: Report
    words: str


@dataclass(frozen=True)
class NotLogged:
    """A shipment that was reported and that nobody has logged."""

    tcn: str
    shipped_on: date


@dataclass(frozen=True)
class Records:
    """:ivar rows: newest first; ``more`` tells that there are others.
    :ivar not_logged: by TCN once each.
    """

    rows: tuple[Received, ...] = ()
    more: bool = False
    not_logged: tuple[NotLogged, ...] = ()


def of_order(order: Order, *, by: User) -> Records:
    """Read them, in two queries at most.

    Files tell of many contractors' orders in words not meant for them: a contractor's user is
    told nothing of them.
    """
    if by.is_contractors:
        return Records()
    found = list(order.reports.newest_first().select_related("batch", "recorded_by")[: MOST + 1])
    reports = found[:MOST]
    return Records(
        rows=tuple(Received(each, _WORDS[ReportKind(each.kind)]) for each in reports),
        more=len(found) > MOST,
        not_logged=_not_logged(reports),
    )


def _not_logged(reports: list[Report]) -> tuple[NotLogged, ...]:
    told = {
        tcn: NotLogged(tcn, each.occurs_on)
        for each in reports
        if each.kind == ReportKind.SHIPPED.value and (tcn := _tcn(each))
    }
    logged = set(Shipment.objects.filter(tcn__in=told).values_list("tcn", flat=True))
    return tuple(each for tcn, each in told.items() if tcn not in logged)


def _tcn(report: Report) -> str:
    """The TCN of a shipment status, by its file's profile; empty where it cannot be read."""
    profile = Profile(report.batch.profile) if report.batch and report.batch.profile else None
    try:
        record = milstrip.decode(report.raw, profile=profile or Profile.STANDARD)
    except InvalidRecord:
        return ""
    return str(record.fields.get("tcn") or "")
