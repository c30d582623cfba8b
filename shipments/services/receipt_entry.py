"""What is entered when goods are received, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shipments.models import Receipt


@dataclass(frozen=True)
class ReceiptEntry:
    """One thing that came: of a package, of a line, or all that is left of the shipment.

    :ivar operation: made where it was entered; the same one again changes nothing.
    :ivar package: its number within the shipment.
    :ivar line: the line's key, or ``order`` any identifier of its order, with ``lot`` where one
        order stands on several lines.
    :ivar quantity: in the order's unit; None for all that is left of the line or in the package.
    :ivar received_on: the day, local to the place; that of ``counted_at`` when left out.
    :ivar counted_at: when it was counted, where it is sent later.
    """

    tcn: str
    operation: UUID
    package: int | None = None
    line: int | None = None
    order: str = ""
    lot: str = ""
    quantity: int | None = None
    received_on: date | None = None
    counted_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Recorded:
    """:ivar again: the operation was recorded before, and these are what it left."""

    receipts: list[Receipt]
    again: bool

    @property
    def quantity(self) -> int:
        return sum(receipt.quantity for receipt in self.receipts)


class Answer(StrEnum):
    """What came of one scan."""

    RECEIVED = "received"
    ALREADY = "already"
    CHOSEN = "chosen"
    ASK = "ask"
    UNDONE = "undone"
    REFUSED = "refused"


@dataclass(frozen=True)
class Scan:
    """What a person scanned or typed at the receiving page, or an earlier scan to be undone.

    :ivar tcn: the shipment that was chosen, if any; a number of an order means its line there.
    :ivar everything: all that is left of the shipment, where the text names one.
    :ivar undoes: the operation to take back; the text says nothing then.
    """

    operation: UUID
    text: str = ""
    tcn: str = ""
    quantity: int | None = None
    everything: bool = False
    counted_at: datetime | None = None
    undoes: UUID | None = None


@dataclass(frozen=True)
class Said:
    """The answer to a scan, fit to be read from an arm's length.

    :ivar title: what it is about, such as the package.
    :ivar text: a sentence or a few facts.
    :ivar code: why it was refused, for machines.
    """

    operation: UUID
    answer: Answer
    title: str
    text: str
    tcn: str = ""
    package: int | None = None
    line: int | None = None
    quantity: int | None = None
    code: str = ""
