"""Receipt report: what was shipped, what came, what did not, who counted it and when.

Source: docs/sources.md, "Papers of a shipment".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shipments.domain.discrepancy import DiscrepancyKind, label
from shipments.domain.partial_date import Precision, show
from shipments.papers.facts import NOT_KNOWN, PaperDiscrepancy, ReceivedShipment
from shipments.papers.packing_list import lot_and_serials, of_unit, warn, way
from shipments.papers.paper import Column, Paper

_TITLE = "Receipt report"
_CAME_NOT = (DiscrepancyKind.SHORTAGE, DiscrepancyKind.NON_DELIVERY)
_LINES = (
    Column("#", 5, is_number=True),
    Column("Order", 22),
    Column("Item", 40),
    Column("Lot, serials", 22),
    Column("Shipped", 16, is_number=True),
    Column("Received", 16, is_number=True),
    Column("Short", 13, is_number=True),
    Column("Damaged", 14, is_number=True),
    Column("Wrong", 13, is_number=True),
    Column("Over", 13, is_number=True),
    Column("Open", 13, is_number=True),
)
_RECEIPTS = (
    Column("Order", 24),
    Column("Quantity", 18, is_number=True),
    Column("Received", 22),
    Column("Where", 34),
    Column("By", 38),
    Column("Entered", 28),
    Column("Package, note", 36),
)
_DISCREPANCIES = (
    Column("Number", 30),
    Column("Order", 22),
    Column("What differs", 40),
    Column("Quantity", 17, is_number=True),
    Column("Ship again", 17, is_number=True),
    Column("Found", 21),
    Column("Report by", 21),
    Column("Settled", 30),
)


def compose(received: ReceivedShipment, *, at: datetime) -> bytes:
    """Draw it up as a PDF, with room to sign."""
    shipment = received.shipment
    paper = Paper(
        title=f"{_TITLE} {shipment.tcn}",
        head=f"{_TITLE}, TCN {shipment.tcn}",
        foot=f"Drawn up with Quayline on {at:%-d %b %Y, %H:%M}Z",
        at=at,
        orientation="landscape",
    )
    paper.title_line(_TITLE)
    paper.paragraph(f"TCN {shipment.tcn}", bold=True)
    warn(paper, shipment)
    paper.paragraph(_outcome(received))
    paper.section("Lines", keep=40)
    paper.rows(_LINES, _lines(received))
    paper.section("Receipts", keep=30)
    if received.receipts:
        paper.rows(_RECEIPTS, _receipts(received))
    elif received.told_received_on:
        day = show(received.told_received_on, Precision.DAY)
        paper.paragraph(f"Said to have been received whole on {day}. Nobody counted it here.")
    else:
        paper.paragraph("Nothing was received.")
    paper.section("Discrepancies", keep=30)
    if received.discrepancies:
        paper.rows(_DISCREPANCIES, _discrepancies(received.discrepancies))
    else:
        paper.paragraph("None was reported.")
    paper.section("Way", keep=60)
    paper.facts(way(shipment), missing=NOT_KNOWN)
    paper.section("Signed", keep=26)
    paper.facts((("Name", "_" * 40), ("Day", "_" * 40), ("Signature", "_" * 40)))
    return bytes(paper.output())


def _outcome(received: ReceivedShipment) -> str:
    """One sentence over it all."""
    if not received.receipts and not received.discrepancies:
        if received.told_received_on:
            return "Said to have been received whole. No discrepancy was reported."
        return "Nothing was received and no discrepancy was reported so far."
    count = len(received.discrepancies)
    said = {0: "No discrepancy was", 1: "1 discrepancy was"}.get(
        count, f"{count} discrepancies were"
    )
    left = sum(_open(received, index) > 0 for index in range(len(received.shipment.lines)))
    lines = {0: "Every line is accounted for.", 1: "1 line is not accounted for yet."}
    return f"{lines.get(left, f'{left} lines are not accounted for yet.')} {said} reported."


def _open(received: ReceivedShipment, index: int) -> int:
    """How much of a line nobody has received or reported."""
    line = received.shipment.lines[index]
    gone = received.differs(line, (*_CAME_NOT, DiscrepancyKind.WRONG_ITEM))
    over = received.differs(line, (DiscrepancyKind.OVERAGE,))
    return max(0, line.quantity + over - gone - (received.received(line) or 0))


def _lines(received: ReceivedShipment) -> Iterable[tuple[str, ...]]:
    for index, line in enumerate(received.shipment.lines):
        came = received.received(line)
        yield (
            str(index + 1),
            line.order,
            line.item,
            lot_and_serials(line),
            of_unit(line.quantity, line.unit),
            NOT_KNOWN if came is None else of_unit(came, line.unit),
            _number(received.differs(line, _CAME_NOT)),
            _number(received.differs(line, (DiscrepancyKind.DAMAGE,))),
            _number(received.differs(line, (DiscrepancyKind.WRONG_ITEM,))),
            _number(received.differs(line, (DiscrepancyKind.OVERAGE,))),
            _number(_open(received, index)),
        )


def _receipts(received: ReceivedShipment) -> Iterable[tuple[str, ...]]:
    for each in received.receipts:
        package = f"Package {each.package}" if each.package else ""
        yield (
            each.line.order,
            of_unit(each.quantity, each.line.unit),
            show(each.received_on, Precision.DAY),
            each.place or NOT_KNOWN,
            ", ".join(dict.fromkeys(word for word in (each.by, each.source) if word)),
            f"{each.recorded_at:%-d %b %Y, %H:%M}Z",
            "\n".join(word for word in (package, each.note) if word),
        )


def _discrepancies(found: Iterable[PaperDiscrepancy]) -> Iterable[tuple[str, ...]]:
    for each in found:
        came = f"Came instead: {each.wrong_item}" if each.wrong_item else ""
        yield (
            each.number,
            each.line.order,
            "\n".join(word for word in (label(each.kind), came, each.note) if word),
            of_unit(each.quantity, each.line.unit),
            _number(each.to_replace),
            show(each.found_on, Precision.DAY),
            show(each.report_by, Precision.DAY) if each.report_by else NOT_KNOWN,
            each.settlement or "open",
        )


def _number(quantity: int) -> str:
    return f"{quantity:,}" if quantity else "0"
