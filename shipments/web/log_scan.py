"""What a scan or a paste puts on the log form, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shipments.queries import closest, order_list, order_search
from shipments.services import scanned
from shipments.web.log_forms import ShipmentEntered
from shipments.web.typed_rows import LINES, PACKAGES, Row

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import QueryDict

    from shipments.domain.scan import RefusedRow
    from shipments.models import Order, User
    from shipments.services.scanned import Offer, Scanned
    from shipments.services.shipment_entry import LineEntry, PackageEntry

FOUND_SHOWN = 8


@dataclass(frozen=True)
class Heard:
    """The answer to what was entered in the scan field.

    :ivar filled: what was put on the form, in words; empty where nothing was.
    :ivar refused: rows of a paste that cannot be read. Their text stands in the field for them.
    :ivar found: orders that may be meant.
    """

    text: str = ""
    filled: str = ""
    problem: str = ""
    refused: tuple[RefusedRow, ...] = ()
    offers: tuple[Offer, ...] = ()
    found: list[Order] = field(default_factory=list)


def hear(data: QueryDict, text: str, *, by: User) -> tuple[QueryDict, Heard]:
    """Put what the text says on the form. What cannot be read stays in its field."""
    so_far = ShipmentEntered(data).entry().lines
    read = scanned.understand(text, so_far=so_far, by=by)
    if read.words:
        found = find(read.words, by=by)
        return data, Heard(text=read.words, problem=read.problem, found=found)
    if read.problem:
        return data, Heard(text=text, problem=read.problem)
    return _fill(data, read)


def find(text: str, *, by: User) -> list[Order]:
    """Orders that a number or some words may mean, those close to it where none is."""
    visible = order_list.visible(by).filter(possible_sale=False).with_row()
    found = order_search.search(visible, text)
    orders = list(found.soonest_first()[:FOUND_SHOWN])
    if orders:
        return orders
    return list(visible.filter(reference__in=closest.references(text, by=by)).soonest_first())


def _fill(data: QueryDict, read: Scanned) -> tuple[QueryDict, Heard]:
    before = len(LINES.filled(data))
    room = LINES.at_most - before
    changed = LINES.with_rows(data, (_line(each) for each in read.lines[:room]))
    if read.packages:
        rows = (_package(each, before) for each in read.packages)
        changed = PACKAGES.with_rows(changed, rows)
    changed["look_up"] = ""
    changed["pasted"] = "\n".join(
        [*(_pasted(each) for each in read.lines[room:]), *([read.unread] if read.unread else [])]
    )
    if read.tcn:
        changed["tcn"] = read.tcn
    if read.gross_weight_kg is not None:
        changed["gross_weight_kg"] = _plain(read.gross_weight_kg)
    way = ("mode", "from_place", "to_place")
    if read.way and not any(changed.get(name) for name in way):
        for name, value in zip(way, read.way, strict=True):
            changed[name] = value
    problem = ""
    if len(read.lines) > room:
        problem = f"A shipment has {LINES.at_most} lines or fewer. The rest stays below."
    heard = Heard(filled=_said(read), refused=read.refused, offers=read.offers, problem=problem)
    return changed, heard


def _line(line: LineEntry) -> Row:
    return {
        "order": line.order,
        "quantity": "" if line.quantity is None else str(line.quantity),
        "lot": line.lot,
        "serial_from": line.serial_from,
        "serial_to": line.serial_to,
    }


def _package(row: PackageEntry, lines_before: int) -> Row:
    [content] = row.contents
    return {
        "count": str(row.count or ""),
        "kind": row.kind,
        "gross_weight_kg": "" if row.gross_weight_kg is None else _plain(row.gross_weight_kg),
        "cube_m3": "",
        "line": str(content.line + lines_before),
        "each": "",
    }


def _plain(kg: Decimal) -> str:
    return f"{kg:.3f}".rstrip("0").rstrip(".")


def _pasted(line: LineEntry) -> str:
    cells = (line.order, line.quantity or "", line.lot, line.serial_from, line.serial_to)
    return "\t".join(str(cell) for cell in cells)


def _said(read: Scanned) -> str:
    parts = []
    if read.tcn:
        parts.append("TCN")
    if read.lines:
        parts.append("1 order line" if len(read.lines) == 1 else f"{len(read.lines)} order lines")
    if read.packages:
        parts.append("packages")
    if read.gross_weight_kg is not None:
        parts.append("gross weight")
    said = f"Filled: {', '.join(parts)}." if parts else ""
    if read.on_form:
        said = f"{', '.join(read.on_form)} is on a line already."
    return said
