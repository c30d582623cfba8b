"""What the papers of one shipment are drawn up from. None and empty text mean not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from shipments.domain.discrepancy import DiscrepancyKind
from shipments.domain.hazard import Total, total

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class PaperPlace:
    code: str
    name: str
    city: str = ""
    country: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@dataclass(frozen=True, slots=True)
class PaperHazard:
    """How an item is classified for transport.

    :ivar classification: such as 1.1D; empty for what is not Class 1.
    """

    is_explosive: bool
    classification: str = ""
    un_number: str = ""
    proper_shipping_name: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A quantity of one order, of one lot.

    :ivar key: tells the lines of one shipment apart.
    :ivar hazard: None while nobody has said how the item is classified.
    :ivar net_explosive_kg: of the whole line.
    """

    key: int
    order: str
    document_number: str
    item: str
    stock_number: str
    quantity: int
    unit: str
    lot: str = ""
    serial_from: str = ""
    serial_to: str = ""
    hazard: PaperHazard | None = None
    net_explosive_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PaperPackage:
    """:ivar contents: (line, how much of it)."""

    number: int
    kind: str
    marking: str = ""
    gross_kg: Decimal | None = None
    cube_m3: Decimal | None = None
    contents: tuple[tuple[PaperLine, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PaperLeg:
    """:ivar departs_on: as planned; ``arrives_on`` likewise."""

    number: int
    mode: str
    from_place: PaperPlace
    to_place: PaperPlace
    carrier: str = ""
    voyage: str = ""
    departs_on: date | None = None
    arrives_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperShipment:
    """:ivar packages: those that the reader may see; ``package_count`` is how many there are.
    :ivar only_of: whose orders alone are on the paper; empty where all are.
    """

    tcn: str
    mode: str
    from_place: PaperPlace
    to_place: PaperPlace
    lines: tuple[PaperLine, ...]
    packages: tuple[PaperPackage, ...] = ()
    package_count: int = 0
    legs: tuple[PaperLeg, ...] = ()
    carrier: str = ""
    voyage: str = ""
    departs_on: date | None = None
    departed_on: date | None = None
    arrives_on: date | None = None
    arrived_on: date | None = None
    gross_kg: Decimal | None = None
    cube_m3: Decimal | None = None
    containers: int | None = None
    released_at: datetime | None = None
    cancelled_because: str = ""
    only_of: str = ""
    exercise: bool = False

    @property
    def net_explosive(self) -> Total:
        return total(line.net_explosive_kg for line in self.lines)


@dataclass(frozen=True, slots=True)
class PaperReceipt:
    """:ivar by: who counted it; ``source`` is who or what says so."""

    line: PaperLine
    quantity: int
    received_on: date
    recorded_at: datetime
    by: str = ""
    source: str = ""
    place: str = ""
    package: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaperDiscrepancy:
    number: str
    line: PaperLine
    kind: DiscrepancyKind
    quantity: int
    to_replace: int
    found_on: date
    report_by: date | None = None
    wrong_item: str = ""
    note: str = ""
    settlement: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedShipment:
    """:ivar told_received_on: the day it was said to be received as a whole, without a count."""

    shipment: PaperShipment
    receipts: tuple[PaperReceipt, ...] = ()
    discrepancies: tuple[PaperDiscrepancy, ...] = ()
    told_received_on: date | None = None

    def received(self, line: PaperLine) -> int | None:
        """None while nobody has counted; the whole where it was said to have come whole."""
        counted = [each.quantity for each in self.receipts if each.line.key == line.key]
        if self.receipts:
            return sum(counted)
        return line.quantity if self.told_received_on else None

    def differs(self, line: PaperLine, kinds: Iterable[DiscrepancyKind]) -> int:
        """How much of a line was reported in any of these ways."""
        wanted = set(kinds)
        return sum(
            each.quantity
            for each in self.discrepancies
            if each.line.key == line.key and each.kind in wanted
        )


def kilograms(weight: Decimal | None) -> str:
    """With no nought at the end that says nothing: 6.9 kg."""
    return f"{_plain(weight)} kg" if weight is not None else NOT_KNOWN


def cubic_metres(volume: Decimal | None) -> str:
    return f"{_plain(volume)} m³" if volume is not None else NOT_KNOWN


def summed(values: Iterable[Decimal | None]) -> tuple[Decimal, int]:
    """The sum of what is known, and how many are not."""
    found = list(values)
    return sum((each for each in found if each is not None), Decimal(0)), found.count(None)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
