"""What an exercise's receivers counted: packages, receipts, and what differed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from django.db import models

from shipments.domain import discrepancy
from shipments.domain.discrepancy import DiscrepancyKind, ReportNumber
from shipments.domain.fms_case import CaseId, InvalidCaseId, parse
from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.intake.exercise.orders import BATCH
from shipments.models import (
    Discrepancy,
    Milestone,
    Package,
    PackageContent,
    Receipt,
    ShipmentLine,
    User,
)

# So many of the last received shipments were counted; of others it is only said that they came.
_COUNTED = 240
# As the first policy says.
_REPORTED_WITHIN_DAYS = 365
_MOST_PACKAGES = 6
_NO_CASE = CaseId("IS", "X", "NIL")
_MORNING = time(7, 0, tzinfo=UTC)
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class _Came:
    """A shipment that was received, its days and its lines."""

    shipment: int
    to_place: int
    departed_on: date | None
    received_on: date
    lines: Sequence[ShipmentLine]


def save(receiver: User, *, seed: int, as_of: date) -> int:
    """Pack and count what was received of late. Tell how many receipts that took."""
    draw = Random(f"{seed}/receipts")
    came = list(_came(as_of))
    packages: list[Package] = []
    contents: list[PackageContent] = []
    receipts: list[Receipt] = []
    reports: list[Discrepancy] = []
    numbers: Counter[str] = Counter()
    for each in came:
        packed = list(_packed(each, draw))
        packages += {id(package): package for package, _, _ in packed}.values()
        contents += [
            PackageContent(package=package, line=line, quantity=quantity)
            for package, line, quantity in packed
        ]
        report = _report(each, draw, numbers, receiver)
        if report:
            reports.append(report)
        receipts += _counted(each, packed, report, draw, receiver)
    _write(Package.objects, packages)
    _write(PackageContent.objects, contents)
    _write(Receipt.objects, receipts)
    _write(Discrepancy.objects, reports)
    return len(receipts)


def _write(table: models.Manager[Row], rows: Iterable[Row]) -> None:
    table.bulk_create(rows, batch_size=BATCH)


def _came(as_of: date) -> Iterator[_Came]:
    said = Milestone.objects.filter(
        kind=MilestoneKind.RECEIVED.value,
        classifier=Classifier.ACTUAL.value,
        occurs_on__lt=as_of,
    )
    newest = said.order_by("-occurs_on", "-pk").values_list("shipment_id", "occurs_on")
    received = dict(newest[:_COUNTED])
    left = dict(
        Milestone.objects.filter(
            kind=MilestoneKind.DEPARTED.value,
            classifier=Classifier.ACTUAL.value,
            shipment__in=received,
        ).values_list("shipment_id", "occurs_on")
    )
    lines: dict[int, list[ShipmentLine]] = {}
    rows = ShipmentLine.objects.filter(shipment__in=received).select_related(
        "shipment", "order__case"
    )
    for line in rows.order_by("shipment_id", "pk"):
        lines.setdefault(line.shipment_id, []).append(line)
    for shipment, aboard in lines.items():
        place = aboard[0].shipment.to_place_id
        yield _Came(shipment, place, left.get(shipment), received[shipment], aboard)


def _packed(came: _Came, draw: Random) -> Iterator[tuple[Package, ShipmentLine, int]]:
    """Each line in packages of its own, as evenly as whole numbers go."""
    number = 0
    for line in came.lines:
        count = min(line.quantity, draw.randint(1, _MOST_PACKAGES))
        for nth in range(count):
            number += 1
            quantity = line.quantity * (nth + 1) // count - line.quantity * nth // count
            package = Package(shipment_id=came.shipment, number=number, kind="pallet")
            yield package, line, quantity


def _report(came: _Came, draw: Random, numbers: Counter[str], receiver: User) -> Discrepancy | None:
    """Of one shipment in twenty-five something is short, and of some something is damaged."""
    chance = draw.random()
    line = draw.choice(came.lines)
    if chance > 0.06 or line.quantity < 4:
        return None
    kind = DiscrepancyKind.SHORTAGE if chance < 0.04 else DiscrepancyKind.DAMAGE
    quantity = max(1, line.quantity // draw.randint(10, 25))
    at = datetime.combine(came.received_on, _MORNING) + timedelta(hours=3)
    settled = draw.random() < 0.4
    return Discrepancy(
        line=line,
        kind=kind.value,
        quantity=quantity,
        to_replace=0 if settled else quantity,
        number=_number(line, numbers),
        found_on=came.received_on,
        report_by=discrepancy.report_by(shipped_on=came.departed_on, days=_REPORTED_WITHIN_DAYS),
        note="Counted twice" if kind is DiscrepancyKind.SHORTAGE else "Crate broken at a corner",
        recorded_at=at,
        recorded_by=receiver,
        settled_at=at + timedelta(hours=6) if settled else None,
        settled_by=receiver if settled else None,
        settlement="Credited on the next bill" if settled else "",
    )


def _number(line: ShipmentLine, numbers: Counter[str]) -> str:
    try:
        case = parse((line.order.case.case_id if line.order.case else None) or "")
    except InvalidCaseId:
        case = _NO_CASE
    numbers[str(case)] += 1
    return str(ReportNumber("A", numbers[str(case)], case.customer, case.designator))


def _counted(
    came: _Came,
    packed: Sequence[tuple[Package, ShipmentLine, int]],
    report: Discrepancy | None,
    draw: Random,
    receiver: User,
) -> Iterator[Receipt]:
    """Package by package; what is short is short in the last package of its line."""
    short: Counter[int] = Counter()
    if report and report.kind == DiscrepancyKind.SHORTAGE:
        short[report.line_id] = report.quantity
    at = datetime.combine(came.received_on, _MORNING)
    for package, line, quantity in reversed(packed):
        missing = min(short[line.pk], quantity)
        short[line.pk] -= missing
        if quantity > missing:
            at += timedelta(seconds=draw.randint(20, 90))
            yield Receipt(
                line=line,
                package=package,
                quantity=quantity - missing,
                received_on=came.received_on,
                place_id=came.to_place,
                operation=UUID(int=draw.getrandbits(128), version=4),
                source=receiver.name,
                recorded_at=at,
                recorded_by=receiver,
            )
