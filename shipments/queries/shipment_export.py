"""The shipments list, and what one shipment holds, as files for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from shipments.domain.csv_safety import safe_cell
from shipments.models import Order, Shipment, ShipmentLine
from shipments.queries import shipment_standings

if TYPE_CHECKING:
    from decimal import Decimal

    from shipments.models import User
    from shipments.models.shipment import ShipmentQuerySet
    from shipments.papers.facts import PaperLine, PaperShipment

CHUNK = 1_000
HEADINGS = [
    "TCN", "State", "Mode", "Carrier", "Voyage or flight", "From", "From, name", "To", "To, name",
    "Planned departure", "Departed", "Planned arrival", "Expected arrival",
    "Expected arrival rests on", "Arrived", "Next milestone", "Due", "Stalled since",
    "Gross weight, kg", "Cube, m3", "Containers", "Orders", "Items", "Released", "Logged",
    "Cancelled", "Cancelled because",
]  # fmt: skip
CONTENT_HEADINGS = [
    "TCN", "Line", "Order", "Document number", "Item", "Stock number", "Quantity", "Unit of issue",
    "Lot", "Serial from", "Serial to", "Class 1", "Classification", "UN number",
    "Proper shipping name", "Confirmed", "Net explosive weight, kg", "Package", "Packages",
    "Package kind", "Marking", "In the package", "Package gross, kg", "Package cube, m3",
]  # fmt: skip


def lines(shipments: ShipmentQuerySet, *, by: User, today: date) -> Iterator[list[str]]:
    """Every shipment as cells, read in chunks: memory does not grow with the list.

    Dates as YYYY-MM-DD; an empty cell is not known. Orders and items are those that the person
    may see; what is weighed as a whole is not told to who sees a part.
    """
    visible = ShipmentLine.objects.filter(order__in=Order.objects.visible_to(by))
    full = (
        shipments.newest_first()
        .select_related("from_place", "to_place", "standing")
        .prefetch_related(Prefetch("lines", visible.select_related("order__item").order_by("pk")))
    )
    for shipment in full.iterator(chunk_size=CHUNK):
        yield [safe_cell(cell) for cell in _cells(shipment, by=by, today=today)]


def _cells(shipment: Shipment, *, by: User, today: date) -> list[str]:
    standing = shipment_standings.of(shipment)
    aboard = list(shipment.lines.all())
    whole = not by.is_contractors
    return [
        shipment.tcn,
        standing.state,
        shipment.mode,
        shipment.carrier,
        shipment.voyage,
        shipment.from_place.code,
        shipment.from_place.name,
        shipment.to_place.code,
        shipment.to_place.name,
        _day(standing.planned_departure_on),
        _day(standing.departed_on),
        _day(standing.planned_arrival_on),
        _day(standing.expected_arrival_on),
        standing.expected_basis,
        _day(standing.arrived_on),
        standing.next_milestone,
        _day(standing.next_milestone_due_on),
        _day(shipment_standings.stalled_since(standing, today=today)),
        _number(shipment.gross_weight_kg if whole else None),
        _number(shipment.cube_m3 if whole else None),
        _number(shipment.containers),
        "; ".join(dict.fromkeys(line.order.reference for line in aboard)),
        "; ".join(dict.fromkeys(line.order.item.name for line in aboard)),
        _moment(shipment.released_at),
        _moment(shipment.logged_at),
        _moment(shipment.cancelled_at),
        shipment.cancelled_because,
    ]


def contents(shipment: PaperShipment) -> Iterator[list[str]]:
    """Each line once for each package that holds some of it, and once where none does."""
    held: dict[int, list[list[str]]] = {}
    for package in shipment.packages:
        for line, quantity in package.contents:
            held.setdefault(line.key, []).append(
                [
                    str(package.number),
                    str(shipment.package_count),
                    package.kind,
                    package.marking,
                    str(quantity),
                    _number(package.gross_kg),
                    _number(package.cube_m3),
                ]
            )
    for number, line in enumerate(shipment.lines, start=1):
        for packed in held.get(line.key, [[""] * 7]):
            cells = [shipment.tcn, str(number), *_line(line), *packed]
            yield [safe_cell(cell) for cell in cells]


def _line(line: PaperLine) -> list[str]:
    known = line.hazard
    return [
        line.order,
        line.document_number,
        line.item,
        line.stock_number,
        str(line.quantity),
        line.unit,
        line.lot,
        line.serial_from,
        line.serial_to,
        "" if known is None else _yes(known.is_explosive),
        known.classification if known else "",
        known.un_number if known else "",
        known.proper_shipping_name if known else "",
        "" if known is None else _yes(known.is_confirmed),
        _number(line.net_explosive_kg),
    ]


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _moment(value: datetime | None) -> str:
    return f"{value:%Y-%m-%dT%H:%MZ}" if value else ""


def _number(value: int | Decimal | None) -> str:
    return "" if value is None else f"{value:f}" if not isinstance(value, int) else str(value)
