"""The facts that the papers of one shipment are drawn up from, in constant queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch

from shipments.compliance import load_line
from shipments.compliance.load_line import LoadLine
from shipments.domain.discrepancy import DiscrepancyKind
from shipments.domain.milestones import MilestoneKind
from shipments.models import (
    Discrepancy,
    ItemHazard,
    Leg,
    Milestone,
    Order,
    Package,
    PackageContent,
    Place,
    Receipt,
    Shipment,
    ShipmentLine,
    User,
)
from shipments.papers.facts import (
    PaperDiscrepancy,
    PaperHazard,
    PaperLeg,
    PaperLine,
    PaperPackage,
    PaperPlace,
    PaperReceipt,
    PaperShipment,
    ReceivedShipment,
)
from shipments.queries import shipment_standings

if TYPE_CHECKING:
    from datetime import date

Lines = Mapping[int, PaperLine]


def packed(tcn: str, *, by: User, exercise: bool) -> PaperShipment | None:
    """What a person may print of a shipment; None where there is none that it may see.

    A contractor's user prints its own lines alone, and the packages that hold some of them.
    """
    shipment = _find(tcn, by)
    return _packed(shipment, _lines(shipment, by), by, exercise) if shipment else None


def received(tcn: str, *, by: User, exercise: bool) -> ReceivedShipment | None:
    """The same with what was counted and reported of it."""
    shipment = _find(tcn, by)
    if shipment is None:
        return None
    lines = _lines(shipment, by)
    return ReceivedShipment(
        shipment=_packed(shipment, lines, by, exercise),
        receipts=tuple(_receipts(lines)),
        discrepancies=tuple(_discrepancies(lines)),
        told_received_on=_told_received_on(shipment),
    )


def _find(tcn: str, by: User) -> Shipment | None:
    rows = Shipment.objects.visible_to(by).select_related("from_place", "to_place", "standing")
    return rows.filter(tcn=tcn.strip().upper()).first()


def _lines(shipment: Shipment, by: User) -> Lines:
    found = list(
        shipment.lines.filter(order__in=Order.objects.visible_to(by))
        .select_related("order__item")
        .order_by("pk")
    )
    classified = load_line.read([(line.order, line.quantity) for line in found])
    return {line.pk: _line(line, of) for line, of in zip(found, classified, strict=True)}


def _line(line: ShipmentLine, classified: LoadLine) -> PaperLine:
    order = line.order
    return PaperLine(
        key=line.pk,
        order=order.reference,
        document_number=order.document_number or "",
        item=order.item.name,
        stock_number=order.item.nsn or "",
        quantity=line.quantity,
        unit=order.unit_of_issue,
        lot=line.lot,
        serial_from=line.serial_from,
        serial_to=line.serial_to,
        hazard=_hazard(classified.hazard),
        net_explosive_kg=classified.net_explosive_kg,
    )


def _hazard(known: ItemHazard | None) -> PaperHazard | None:
    if known is None:
        return None
    return PaperHazard(
        is_explosive=known.is_explosive,
        classification=f"{known.division}{known.compatibility_group}",
        un_number=known.un_number,
        proper_shipping_name=known.proper_shipping_name,
        is_confirmed=known.confirmed_at is not None,
    )


def _packed(shipment: Shipment, lines: Lines, by: User, exercise: bool) -> PaperShipment:
    standing = shipment_standings.of(shipment)
    legs = Leg.objects.in_force().filter(shipment=shipment)
    return PaperShipment(
        tcn=shipment.tcn,
        mode=shipment.mode,
        from_place=_place(shipment.from_place),
        to_place=_place(shipment.to_place),
        lines=tuple(lines.values()),
        packages=tuple(_packages(shipment, lines, by)),
        package_count=shipment.packages.count(),
        legs=tuple(map(_leg, legs.select_related("from_place", "to_place").in_sequence())),
        carrier=shipment.carrier,
        voyage=shipment.voyage,
        departs_on=standing.planned_departure_on,
        departed_on=standing.departed_on,
        arrives_on=standing.expected_arrival_on or standing.planned_arrival_on,
        arrived_on=standing.arrived_on,
        # Of all that is aboard, and so not of one contractor's part of it.
        gross_kg=None if by.is_contractors else shipment.gross_weight_kg,
        cube_m3=None if by.is_contractors else shipment.cube_m3,
        containers=shipment.containers,
        released_at=shipment.released_at,
        cancelled_because=shipment.cancelled_because,
        only_of=by.contractor.name if by.is_contractors and by.contractor else "",
        exercise=exercise,
    )


def _packages(shipment: Shipment, lines: Lines, by: User) -> Iterable[PaperPackage]:
    contents = PackageContent.objects.filter(line__in=list(lines)).order_by("line_id")
    rows = shipment.packages.by_number()
    if by.is_contractors:
        rows = rows.filter(Exists(contents.filter(package=OuterRef("pk"))))
    package: Package
    for package in rows.prefetch_related(Prefetch("contents", contents)):
        yield PaperPackage(
            number=package.number,
            kind=package.kind,
            marking=package.marking,
            gross_kg=package.gross_weight_kg,
            cube_m3=package.cube_m3,
            contents=tuple((lines[each.line_id], each.quantity) for each in package.contents.all()),
        )


def _leg(leg: Leg) -> PaperLeg:
    return PaperLeg(
        number=leg.sequence,
        mode=leg.mode,
        from_place=_place(leg.from_place),
        to_place=_place(leg.to_place),
        carrier=leg.carrier,
        voyage=leg.voyage,
        departs_on=leg.planned_departure_on,
        arrives_on=leg.planned_arrival_on,
    )


def _receipts(lines: Lines) -> Iterable[PaperReceipt]:
    rows = Receipt.objects.standing().filter(line__in=list(lines))
    rows = rows.select_related("place", "package", "recorded_by")
    for each in rows.order_by("received_on", "recorded_at", "pk"):
        yield PaperReceipt(
            line=lines[each.line_id],
            quantity=each.quantity,
            received_on=each.received_on,
            recorded_at=each.recorded_at,
            by=each.recorded_by.name if each.recorded_by else "",
            source=each.source,
            place=str(_place(each.place)) if each.place else "",
            package=each.package.number if each.package else None,
            note=each.note,
        )


def _discrepancies(lines: Lines) -> Iterable[PaperDiscrepancy]:
    rows = Discrepancy.objects.standing().filter(line__in=list(lines))
    for each in rows.order_by("number"):
        yield PaperDiscrepancy(
            number=each.number,
            line=lines[each.line_id],
            kind=DiscrepancyKind(each.kind),
            quantity=each.quantity,
            to_replace=each.to_replace,
            found_on=each.found_on,
            report_by=each.report_by,
            wrong_item=each.wrong_item,
            note=each.note,
            settlement=each.settlement,
        )


def _told_received_on(shipment: Shipment) -> date | None:
    said = Milestone.objects.standing().actual().filter(shipment=shipment)
    received = said.filter(kind=MilestoneKind.RECEIVED.value).as_said()
    return received.values_list("occurs_on", flat=True).last()


def _place(place: Place) -> PaperPlace:
    return PaperPlace(place.code, place.name, place.city, place.country)
