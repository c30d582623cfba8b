"""Shipping labels, 4 by 6 inches, one for each package.

Code 128 carries the TCN, for any scanner; the square code carries what is inside in the form
that our own scan field reads, and the number of the package alone where that is too much.

Source: docs/sources.md, "Shipping label".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, cast

from shipments.domain.scan import Label, LabelLine, label_text, package_text
from shipments.domain.tcn import Tcn
from shipments.papers.codes import Box, code_128, qr
from shipments.papers.facts import (
    NOT_KNOWN,
    PaperLine,
    PaperPackage,
    PaperPlace,
    PaperShipment,
    kilograms,
)
from shipments.papers.sheet import FAMILY, Sheet

WIDTH, HEIGHT = 101.6, 152.4  # 4 by 6 inches
_EDGE = 5.0
# As much as a square of this size holds in modules that a common printer draws cleanly.
MOST_IN_SQUARE = 420
_SQUARE = 44.0
_INK = 0
_SMALLEST = 5.0
_PLACARDS = 3
_KG_OF_A_POUND = Decimal("0.45359237")


@dataclass(frozen=True, slots=True)
class Face:
    """:ivar most: lines that the text may take; it is made smaller until it does."""

    size: float
    bold: bool = False
    align: Literal["L", "C"] = "L"
    most: int = 3


def compose(shipment: PaperShipment, *, at: datetime) -> bytes:
    """Draw a label for each package that the reader may see; one for all where none is recorded."""
    paper = Sheet(title=f"Shipping labels {shipment.tcn}", at=at, size=(WIDTH, HEIGHT))
    paper.set_margins(_EDGE, _EDGE, _EDGE)
    paper.set_auto_page_break(auto=False)
    for package in shipment.packages or (None,):
        paper.add_page()
        _label(paper, shipment, package)
    return bytes(paper.output())


def square_text(shipment: PaperShipment, package: PaperPackage | None) -> str:
    """What the square code of one label carries."""
    tcn = Tcn(shipment.tcn)
    held = _held(shipment, package)
    said = label_text(
        Label(
            tcn,
            tuple(_line(line, quantity, whole=package is None) for line, quantity in held),
            package.number if package else None,
            shipment.package_count or None,
            package.gross_kg if package else shipment.gross_kg,
        )
    )
    if len(said.encode()) <= MOST_IN_SQUARE:
        return said
    return package_text(tcn, package.number) if package else label_text(Label(tcn))


def _line(line: PaperLine, quantity: int, *, whole: bool) -> LabelLine:
    # Which serials of a line are in a package is not recorded.
    serials = (line.serial_from, line.serial_to) if whole else ("", "")
    return LabelLine(line.document_number or line.order, quantity, line.unit, line.lot, *serials)


def _held(
    shipment: PaperShipment, package: PaperPackage | None
) -> tuple[tuple[PaperLine, int], ...]:
    if package is not None:
        return package.contents
    return tuple((line, line.quantity) for line in shipment.lines)


def _label(paper: Sheet, shipment: PaperShipment, package: PaperPackage | None) -> None:
    inner = WIDTH - 2 * _EDGE
    _end(paper, "FROM", shipment.from_place, Face(9, bold=True, most=2), y=5)
    _end(paper, "TO", shipment.to_place, Face(13, bold=True, most=2), y=20)
    _rule(paper, 40)
    _say(paper, "TCN", Box(_EDGE, 41.5, inner), Face(7))
    _say(paper, shipment.tcn, Box(_EDGE, 45, inner), Face(18, bold=True, align="C"))
    code_128(paper, shipment.tcn, Box(_EDGE, 54, inner, 17))
    _rule(paper, 73)
    qr(paper, square_text(shipment, package), Box(_EDGE - 2, 75, _SQUARE, _SQUARE))
    _facts(paper, shipment, package)
    _rule(paper, 120)
    _placards(paper, _held(shipment, package))
    if shipment.exercise:
        _say(paper, "EXERCISE", Box(_EDGE, 146, inner), Face(11, bold=True, align="C"))


def _end(paper: Sheet, word: str, place: PaperPlace, face: Face, *, y: float) -> None:
    _say(paper, word, Box(_EDGE, y, 12), Face(7))
    left, width = _EDGE + 12, WIDTH - 2 * _EDGE - 12
    bottom = _say(paper, place.name, Box(left, y, width), face)
    where = ", ".join(each for each in (place.city, place.country) if each)
    _say(paper, f"{place.code}  {where}".strip(), Box(left, bottom, width), Face(8, most=1))


def _facts(paper: Sheet, shipment: PaperShipment, package: PaperPackage | None) -> None:
    x, y = _EDGE + _SQUARE, 76.0
    width = WIDTH - _EDGE - x
    if package:
        piece = f"{package.number} of {shipment.package_count}"
    elif shipment.package_count:
        piece = f"whole, {shipment.package_count} packages"
    else:
        piece = "packages not recorded"
    gross = package.gross_kg if package else shipment.gross_kg
    rows = [
        ("PIECE", piece, 15.0),
        ("GROSS WEIGHT", _weight(gross), 12.0),
        ("BY", " ".join((shipment.mode.capitalize(), shipment.carrier)).strip(), 8.5),
    ]
    if package:
        rows.append(("PACKAGE", _packed(package), 8.5))
    for name, value, size in rows:
        _say(paper, name, Box(x, y, width), Face(6.5))
        y = _say(paper, value, Box(x, y + 2.8, width), Face(size, bold=True, most=2)) + 1


def _packed(package: PaperPackage) -> str:
    return " ".join(each for each in (package.kind.capitalize(), package.marking) if each)


def _weight(gross: Decimal | None) -> str:
    """In both measures: one end of the way weighs in kilograms, the other in pounds."""
    if gross is None:
        return NOT_KNOWN
    return f"{kilograms(gross)}\n{gross / _KG_OF_A_POUND:,.0f} lb"


def _placards(paper: Sheet, held: tuple[tuple[PaperLine, int], ...]) -> None:
    """What the goods are classified as, in words; the placard itself is put on by hand."""
    y, width = 121.5, WIDTH - 2 * _EDGE
    said = placards([line for line, _ in held])
    for text in said[:_PLACARDS]:
        y = _say(paper, text, Box(_EDGE, y, width), Face(10, bold=True, most=2))
    if len(said) > _PLACARDS:
        more = f"and {len(said) - _PLACARDS} more: see the packing list"
        _say(paper, more, Box(_EDGE, y, width), Face(8))


def placards(lines: list[PaperLine]) -> list[str]:
    """Each classification once, explosives before what is not known before what is none."""
    explosives, others = set(), set()
    for line in lines:
        known = line.hazard
        if known is None:
            others.add("CLASSIFICATION NOT KNOWN")
        elif known.is_explosive:
            un = f"UN{known.un_number}" if known.un_number else "UN number not known"
            sure = "" if known.is_confirmed else " (not confirmed)"
            name = known.proper_shipping_name.upper()
            explosives.add(f"EXPLOSIVE {known.classification} {un} {name}".strip() + sure)
        elif not known.is_confirmed:
            others.add("NOT CLASS 1 (not confirmed)")
    found = [*sorted(explosives), *sorted(others)]
    return found or (["NOT CLASS 1"] if lines else ["CONTENTS NOT RECORDED"])


def _say(paper: Sheet, text: str, box: Box, face: Face) -> float:
    """Write text into a box, smaller until it fits; give where it ends."""
    size = face.size
    while True:
        paper.set_font(FAMILY, "B" if face.bold else "", size)
        height = size * 0.43
        whole = paper.multi_cell(
            box.width, height, text, align=face.align, dry_run=True, output="HEIGHT"
        )
        lines = round(cast("float", whole) / height)
        if lines <= face.most or size <= _SMALLEST:
            break
        size -= 0.5
    paper.set_text_color(_INK)
    paper.set_xy(box.x, box.y)
    paper.multi_cell(box.width, height, text, align=face.align)
    return box.y + height * lines


def _rule(paper: Sheet, y: float) -> None:
    paper.set_draw_color(_INK)
    paper.line(_EDGE, y, WIDTH - _EDGE, y)
