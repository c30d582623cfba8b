"""Packing list and manifest: what is in a shipment, in which package, and where it goes.

Source: docs/sources.md, "Papers of a shipment".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal

from shipments.domain.partial_date import Precision, show
from shipments.papers.facts import (
    NOT_KNOWN,
    PaperLine,
    PaperPackage,
    PaperPlace,
    PaperShipment,
    cubic_metres,
    kilograms,
    summed,
)
from shipments.papers.paper import EXERCISE, Column, Paper

_TITLE = "Packing list and manifest"
_LINES = (
    Column("#", 5, is_number=True),
    Column("Order", 23),
    Column("Item", 44),
    Column("Lot, serials", 24),
    Column("Quantity", 17, is_number=True),
    Column("Classification", 32),
    Column("NEW", 16, is_number=True),
)
_PACKAGES = (
    Column("Package", 14, is_number=True),
    Column("Kind, marking", 36),
    Column("Holds", 66),
    Column("Gross", 22, is_number=True),
    Column("Cube", 22, is_number=True),
)
_LEGS = (
    Column("Leg", 8, is_number=True),
    Column("From", 42),
    Column("To", 42),
    Column("By", 34),
    Column("Leaves, plan", 22),
    Column("Arrives, plan", 22),
)


def compose(shipment: PaperShipment, *, at: datetime) -> bytes:
    """Draw it up as a PDF. What nobody knows says so."""
    drawn = f"{at:%-d %b %Y, %H:%M}Z"
    paper = Paper(
        title=f"{_TITLE} {shipment.tcn}",
        head=f"{_TITLE}, TCN {shipment.tcn}",
        foot=f"Drawn up with Quayline on {drawn}",
        at=at,
    )
    paper.title_line(_TITLE)
    paper.paragraph(f"TCN {shipment.tcn}", bold=True)
    warn(paper, shipment)
    paper.section("Way")
    paper.facts(way(shipment), missing=NOT_KNOWN)
    if shipment.legs:
        paper.ln(2)
        paper.rows(_LEGS, _legs(shipment))
    paper.section("Lines", keep=40)
    paper.rows(_LINES, _lines(shipment.lines), total=_line_total(shipment))
    paper.section("Packages", keep=40)
    if shipment.packages:
        paper.rows(_PACKAGES, _packages(shipment), total=_package_total(shipment.packages))
    else:
        paper.paragraph("How it is packed is not recorded.")
    paper.section("Totals")
    paper.facts(_totals(shipment), missing=NOT_KNOWN)
    return bytes(paper.output())


def warn(paper: Paper, shipment: PaperShipment) -> None:
    """Say over everything else what would make a reader act wrongly."""
    if shipment.exercise:
        paper.paragraph(EXERCISE, bold=True)
    if shipment.cancelled_because:
        paper.paragraph(f"CANCELLED: {shipment.cancelled_because}", bold=True)
    if shipment.only_of:
        paper.paragraph(
            f"Only the orders of {shipment.only_of} are on this paper. Others may be aboard."
        )


def way(shipment: PaperShipment) -> tuple[tuple[str, str], ...]:
    """Where from and to, by whom and when."""
    return (
        ("From", _place(shipment.from_place)),
        ("To", _place(shipment.to_place)),
        ("Mode", shipment.mode.capitalize()),
        ("Carrier", shipment.carrier),
        ("Voyage or flight", shipment.voyage),
        _moved("Departed", "Planned departure", shipment.departed_on, shipment.departs_on),
        _moved("Arrived", "Expected arrival", shipment.arrived_on, shipment.arrives_on),
        (
            "Released to ship",
            f"{shipment.released_at:%-d %b %Y, %H:%M}Z"
            if shipment.released_at
            else "not on record",
        ),
    )


def classified(line: PaperLine) -> str:
    """How a line is classified for transport, and whether that is sure."""
    known = line.hazard
    if known is None:
        return NOT_KNOWN
    if not known.is_explosive:
        return "Not Class 1" if known.is_confirmed else "Not Class 1, not confirmed"
    un = f"UN{known.un_number}" if known.un_number else "UN number not known"
    name = known.proper_shipping_name or "proper shipping name not known"
    sure = "" if known.is_confirmed else ", not confirmed"
    return f"{known.classification or 'Division not known'}, {un}, {name}{sure}"


def lot_and_serials(line: PaperLine) -> str:
    serials = f"{line.serial_from} to {line.serial_to}" if line.serial_from else ""
    return "\n".join(each for each in (line.lot, serials) if each) or NOT_KNOWN


def of_unit(quantity: int, unit: str) -> str:
    return f"{quantity:,} {unit}".rstrip()


def _place(place: PaperPlace) -> str:
    where = ", ".join(each for each in (place.city, place.country) if each)
    return f"{place}{', ' if where else ''}{where}"


def _moved(done: str, planned: str, on: date | None, plan: date | None) -> tuple[str, str]:
    if on:
        return done, show(on, Precision.DAY)
    return planned, show(plan, Precision.DAY) if plan else ""


def _legs(shipment: PaperShipment) -> Iterable[tuple[str, ...]]:
    for leg in shipment.legs:
        by = " ".join(each for each in (leg.mode.capitalize(), leg.carrier, leg.voyage) if each)
        days = [
            show(day, Precision.DAY) if day else NOT_KNOWN
            for day in (leg.departs_on, leg.arrives_on)
        ]
        yield str(leg.number), str(leg.from_place), str(leg.to_place), by, *days


def _lines(lines: Iterable[PaperLine]) -> Iterable[tuple[str, ...]]:
    for number, line in enumerate(lines, start=1):
        named = dict.fromkeys(each for each in (line.order, line.document_number) if each)
        stock = f"\n{line.stock_number}" if line.stock_number else "\nstock number not known"
        yield (
            str(number),
            "\n".join(named),
            f"{line.item}{stock}",
            lot_and_serials(line),
            of_unit(line.quantity, line.unit),
            classified(line),
            kilograms(line.net_explosive_kg),
        )


def _line_total(shipment: PaperShipment) -> tuple[str, ...]:
    units = sorted({line.unit for line in shipment.lines})
    # Rounds and crates do not add up to anything.
    one_unit = len(units) == 1
    quantity = sum(line.quantity for line in shipment.lines)
    said = of_unit(quantity, units[0]) if one_unit else ""
    found = shipment.net_explosive
    return "", "Total", "", "", said, "", _at_least(found.known, found.missing, kilograms)


def _packages(shipment: PaperShipment) -> Iterable[tuple[str, ...]]:
    count = shipment.package_count
    for package in shipment.packages:
        holds = [
            f"{of_unit(quantity, line.unit)} of {line.order}{f', lot {line.lot}' if line.lot else ''}"
            for line, quantity in package.contents
        ]
        yield (
            f"{package.number} of {count}",
            ", ".join(each for each in (package.kind.capitalize(), package.marking) if each),
            "\n".join(holds) or "not recorded",
            kilograms(package.gross_kg),
            cubic_metres(package.cube_m3),
        )


def _package_total(packages: Iterable[PaperPackage]) -> tuple[str, ...]:
    found = list(packages)
    return (
        "",
        f"Total of {len(found)}",
        "",
        _at_least(*summed(each.gross_kg for each in found), kilograms),
        _at_least(*summed(each.cube_m3 for each in found), cubic_metres),
    )


def _at_least(known: Decimal, missing: int, worded: Callable[[Decimal], str]) -> str:
    """A sum, said to be at least that much where some of it is not known."""
    if not known and missing:
        return NOT_KNOWN
    return f"≥ {worded(known)}" if missing else worded(known)


def _whole(
    given: Decimal | None, parts: list[Decimal | None], worded: Callable[[Decimal], str]
) -> str:
    """Of the shipment as recorded; else as its packages add up."""
    if given is not None or not parts:
        return worded(given) if given is not None else ""
    return _at_least(*summed(parts), worded)


def _totals(shipment: PaperShipment) -> tuple[tuple[str, str], ...]:
    found = shipment.net_explosive
    weight = kilograms(found.known)
    if found.missing:
        lines = "1 line" if found.missing == 1 else f"{found.missing} lines"
        weight = f"At least {weight}; of {lines} it is {NOT_KNOWN}"
    return (
        (
            "Gross weight",
            _whole(shipment.gross_kg, [p.gross_kg for p in shipment.packages], kilograms),
        ),
        ("Cube", _whole(shipment.cube_m3, [p.cube_m3 for p in shipment.packages], cubic_metres)),
        ("Packages", str(shipment.package_count) if shipment.package_count else ""),
        ("Containers", "" if shipment.containers is None else str(shipment.containers)),
        ("Net explosive weight", weight),
    )
