"""What the receiving page shows: what is expected, and how far one shipment is received."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from shipments.models import (
    Discrepancy,
    Order,
    PackageContent,
    Place,
    Receipt,
    Shipment,
    ShipmentLine,
    ShipmentStanding,
    User,
)
from shipments.models.choices import ShipmentState
from shipments.models.line_sums import LineSums, of_lines

# More than anybody looks through; who waits for another one scans it.
EXPECTED_AT_MOST = 40
RECENT = 12
_COMING = [
    ShipmentState.RELEASED.value,
    ShipmentState.DEPARTED.value,
    ShipmentState.IN_TRANSIT.value,
]


@dataclass(frozen=True)
class LineRow:
    """:ivar sums: what stands of it, see ``models.line_sums``."""

    line: ShipmentLine
    sums: LineSums


@dataclass(frozen=True)
class Counts:
    """How much of a shipment has come.

    :ivar unit: of the quantities; empty where its lines have several.
    :ivar accounted: received or reported.
    """

    packages: int
    packages_received: int
    quantity: int
    received: int
    accounted: int
    unit: str

    @property
    def percent(self) -> float:
        return 100 * self.received / self.quantity if self.quantity else 0


@dataclass(frozen=True)
class Recent:
    """One thing that was entered lately.

    :ivar tone: green, amber for what was taken back, red for what needs attention.
    """

    tone: str
    title: str
    text: str
    at: datetime
    operation: UUID | None


@dataclass(frozen=True)
class ReceivingPage:
    """:ivar attention: how many reports of this shipment are open."""

    shipment: Shipment
    counts: Counts
    lines: list[LineRow]
    recent: list[Recent]
    attention: int


def expected(*, by: User, place: str = "") -> list[ShipmentStanding]:
    """What has arrived and is not received, the longest ago first; then what is coming, soonest
    first. Bound for one place, or for any.
    """
    rows = ShipmentStanding.objects.filter(
        shipment__in=Shipment.objects.visible_to(by)
    ).select_related("shipment__from_place", "shipment__to_place")
    if place:
        rows = rows.filter(shipment__to_place__code=place)
    arrived = rows.filter(state=ShipmentState.ARRIVED.value)
    coming = rows.filter(state__in=_COMING, arrived_on__isnull=True)
    return [
        *arrived.order_by(F("arrived_on").asc(nulls_first=True), "pk")[:EXPECTED_AT_MOST],
        *coming.order_by(F("expected_arrival_on").asc(nulls_last=True), "pk")[:EXPECTED_AT_MOST],
    ]


def places() -> QuerySet[Place]:
    """Where goods are received."""
    return Place.objects.filter(shipments_to__isnull=False).distinct().order_by("name", "pk")


def find(tcn: str, *, by: User) -> Shipment | None:
    rows = Shipment.objects.visible_to(by).select_related("from_place", "to_place")
    return rows.filter(tcn=tcn.strip().upper()).first()


def load(shipment: Shipment, *, by: User) -> ReceivingPage:
    own = shipment.lines.filter(order__in=Order.objects.visible_to(by))
    lines = list(own.select_related("order__item").order_by("pk"))
    sums = of_lines(lines)
    open_reports = Discrepancy.objects.visible_to(by).open().filter(line__in=lines).count()
    return ReceivingPage(
        shipment=shipment,
        counts=_counts(lines, sums),
        lines=[LineRow(line, sums[line.pk]) for line in lines],
        recent=_recent(lines),
        attention=open_reports,
    )


def _counts(lines: list[ShipmentLine], sums: dict[int, LineSums]) -> Counts:
    packed: dict[int, int] = defaultdict(int)
    for package, quantity in PackageContent.objects.filter(line__in=lines).values_list(
        "package_id", "quantity"
    ):
        packed[package] += quantity
    came = dict(
        Receipt.objects.standing()
        .filter(package__in=packed)
        .values("package_id")
        .annotate(came=Sum("quantity"))
        .values_list("package_id", "came")
    )
    units = {line.order.unit_of_issue.lower() for line in lines}
    return Counts(
        packages=len(packed),
        packages_received=sum(came.get(key, 0) >= quantity for key, quantity in packed.items()),
        quantity=sum(each.aboard for each in sums.values()),
        received=sum(each.received for each in sums.values()),
        accounted=sum(each.received + each.short for each in sums.values()),
        unit=units.pop() if len(units) == 1 else "",
    )


def _recent(lines: list[ShipmentLine]) -> list[Recent]:
    """The last receipts and reports of the shipment, newest first."""
    receipts = (
        Receipt.objects.filter(line__in=lines, retracts__isnull=True)
        .select_related("line__order", "package", "retracted_by")
        .newest_first()[:RECENT]
    )
    reports = (
        Discrepancy.objects.filter(line__in=lines)
        .select_related("line__order")
        .newest_first()[:RECENT]
    )
    found = [*map(_of_receipt, receipts), *map(_of_report, reports)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:RECENT]


def _of_receipt(receipt: Receipt) -> Recent:
    order = receipt.line.order
    title = f"Package {receipt.package.number}" if receipt.package else order.reference
    text = f"{receipt.quantity:,} {order.unit_of_issue.lower()}".strip()
    gone = hasattr(receipt, "retracted_by")
    return Recent(
        tone="amber" if gone else "green",
        title=title,
        text=f"{text}, taken back" if gone else text,
        at=receipt.recorded_at,
        operation=None if gone else receipt.operation,
    )


def _of_report(report: Discrepancy) -> Recent:
    order = report.line.order
    what = report.get_kind_display()
    text = f"{what} of {report.quantity:,} {order.unit_of_issue.lower()}".strip()
    ended = bool(report.settled_at or report.withdrawn_at)
    return Recent(
        tone="amber" if ended else "red",
        title=order.reference,
        text=f"{text}, {'withdrawn' if report.withdrawn_at else 'settled'}" if ended else text,
        at=report.recorded_at,
        operation=None,
    )
