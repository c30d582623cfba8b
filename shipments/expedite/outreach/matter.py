"""What a step is about: one contractor, and those of its orders that are late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shipments.domain.ladder import Step
from shipments.domain.milstrip.record import Value
from shipments.domain.partial_date import PartialDate, show


class NothingToAsk(ValueError):
    """An outreach without an order."""


@dataclass(frozen=True)
class Rating:
    """What stands of a DPAS rating, for the data sheet. Empty where it is not on record.

    :ivar value: as ``DO-A6``.
    """

    value: str = ""
    program: str = ""
    delivery_on: date | None = None
    signed_by: str = ""
    statement_included: bool | None = None


@dataclass(frozen=True)
class ListedOrder:
    """One order as the contractor is to read of it.

    :ivar quantity: what is still to come, in ``unit``. None where it is not known.
    :ivar ordered: what was ordered in all. None where it is not known.
    :ivar reasons: sentences.
    :ivar value: what it is worth, worded, for the data sheet.
    :ivar supplier_says: why it cannot keep the date, in its own words, for the data sheet.
    :ivar requisition: what is known of its requisition, by the names of ``milstrip.layouts``
        and ``identifier``. None says that the columns are blank; a name that is missing, that
        nobody knows what they hold.
    :ivar priority: its designator, for a priority increase the one before.
    :ivar raised_to: the designator that it was raised to, for a priority increase.
    """

    reference: str
    item: str
    document_number: str = ""
    stock_number: str = ""
    quantity: int | None = None
    ordered: int | None = None
    unit: str = ""
    required: PartialDate | None = None
    promised: PartialDate | None = None
    expected: PartialDate | None = None
    reasons: tuple[str, ...] = ()
    priority: int | None = None
    raised_to: int | None = None
    contract: str = ""
    case: str = ""
    value: str = ""
    supplier_says: str = ""
    rating: Rating = field(default_factory=Rating)
    requisition: Mapping[str, Value] = field(default_factory=dict)

    @property
    def how_much(self) -> str:
        """The quantity with its unit; empty where it is not known."""
        return "" if self.quantity is None else f"{self.quantity:,} {self.unit}".rstrip()


@dataclass(frozen=True)
class Outreach:
    """One step, taken towards one contractor.

    :ivar contact: a person's name; empty where none is known.
    :ivar contact_time_zone: as ``America/New_York``.
    :ivar answer_link: of the page on which it answers without an account; empty for none.
    :ivar answer_until: when that page closes.
    :ivar note: the sender's own words, put in front of the orders.
    :ivar urgency_statement: for the data sheet, why the delay matters.
    :ivar tried: for the data sheet, what was done so far, a sentence each.
    :ivar assistance: for the data sheet, what help is asked for.
    :ivar exercise: mark all of it as an exercise, where the book is invented.
    :raises NothingToAsk: without an order.
    """

    step: Step
    contractor: str
    orders: tuple[ListedOrder, ...]
    sender: str
    sender_email: str
    at: datetime
    contact: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contact_time_zone: str = ""
    contractor_address: str = ""
    answer_link: str = ""
    answer_until: datetime | None = None
    note: str = ""
    urgency_statement: str = ""
    tried: tuple[str, ...] = ()
    assistance: str = ""
    exercise: bool = False

    def __post_init__(self) -> None:
        if not self.orders:
            raise NothingToAsk("An outreach needs at least one order.")

    @property
    def count(self) -> str:
        """How many orders, in words: "1 order"."""
        return "1 order" if len(self.orders) == 1 else f"{len(self.orders)} orders"


def worded(day: PartialDate | None) -> str:
    """A date with its year, no finer than it is known; empty where it is not."""
    return "" if day is None else show(day.first, day.precision)
