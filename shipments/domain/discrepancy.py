"""What can be wrong with a receipt: its kinds, forms, report numbers and time to report.

Source: docs/sources.md, "Discrepancies".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.typed_code import found, tidy

# From here on the US control office numbers reports that came without a number.
FIRST_OF_THE_CONTROL_OFFICE = 9000
_NUMBER = re.compile(r"([A-Z])([0-9]{4})([A-Z]{2})([A-Z0-9]{3})(?:/?([0-9]{3}))?([RC])?")


class InvalidReportNumber(ValueError):
    """The text, or one of the parts to build it from, cannot be a report number."""


class NoReportNumberLeft(ValueError):
    """All numbers of one office are taken."""


class DiscrepancyKind(StrEnum):
    """How what came differs from what was shipped."""

    SHORTAGE = "shortage"
    OVERAGE = "overage"
    DAMAGE = "damage"
    WRONG_ITEM = "wrong_item"
    NON_DELIVERY = "non_delivery"


class Form(StrEnum):
    """On which paper it is reported."""

    # What the shipper did: supply discrepancy report.
    SUPPLY = "SF 364"
    # What happened on the way: transportation discrepancy report.
    TRANSPORT = "SF 361"


@dataclass(frozen=True, slots=True)
class Reporting:
    """How one kind is reported.

    :param meaning: for the person who chooses.
    :param code: on the supply discrepancy report; None where the form has no code that fits.
    :param forms: which of them fits depends on who is responsible; a person decides.
    """

    meaning: str
    code: str | None
    forms: tuple[Form, ...]


REPORTING: Mapping[DiscrepancyKind, Reporting] = MappingProxyType(
    {
        DiscrepancyKind.SHORTAGE: Reporting(
            "Less was in it than the papers say", "S1", (Form.SUPPLY, Form.TRANSPORT)
        ),
        DiscrepancyKind.OVERAGE: Reporting(
            "More was in it than the papers say", "O1", (Form.SUPPLY, Form.TRANSPORT)
        ),
        # C3 is for the mail, but security assistance customers use it for every damage.
        DiscrepancyKind.DAMAGE: Reporting(
            "It arrived damaged", "C3", (Form.SUPPLY, Form.TRANSPORT)
        ),
        DiscrepancyKind.WRONG_ITEM: Reporting(
            "Another item was in it than the papers say", "W1", (Form.SUPPLY,)
        ),
        DiscrepancyKind.NON_DELIVERY: Reporting(
            "It did not arrive at all", None, (Form.SUPPLY, Form.TRANSPORT)
        ),
    }
)


def label(kind: DiscrepancyKind) -> str:
    """In words, as a person would say it."""
    return kind.value.replace("_", " ").capitalize()


class Appeal(StrEnum):
    """The letter behind the number of a report that the purchaser did not accept the answer to."""

    RECONSIDERATION = "R"
    CONTEST = "C"


@dataclass(frozen=True, order=True, slots=True)
class ReportNumber:
    """``A0010-JA-KBD/001``: office and number, customer, case designator and line.

    :param office: one letter for the office of the customer that reports.
    :param serial: 1 to 9999; from 9000 the US control office gives it.
    :param line: the line of the case, empty for none.

    Source: docs/sources.md, "Discrepancies".
    """

    office: str
    serial: int
    customer: str
    designator: str
    line: str = ""
    appeal: Appeal | None = None

    def __post_init__(self) -> None:
        form = _NUMBER.fullmatch(str(self).replace("-", ""))
        parts = (f"{self.serial:04d}", self.customer, self.designator, self.line or None)
        if self.serial == 0 or form is None or form.groups()[1:5] != parts:
            raise InvalidReportNumber(_wrong(str(self)))

    def __str__(self) -> str:
        line = f"/{self.line}" if self.line else ""
        number = f"{self.office}{self.serial:04d}-{self.customer}-{self.designator}"
        return f"{number}{line}{self.appeal or ''}"

    @property
    def is_of_the_control_office(self) -> bool:
        return self.serial >= FIRST_OF_THE_CONTROL_OFFICE


def parse(text: str) -> ReportNumber:
    """Read a report number as typed: spaces, dashes and lower case are forgiven.

    :raises InvalidReportNumber: another form.
    """
    form = _NUMBER.fullmatch(tidy(text))
    if form is None:
        raise InvalidReportNumber(_wrong(tidy(text)))
    office, serial, customer, designator, line, appeal = form.groups()
    return ReportNumber(
        office, int(serial), customer, designator, line or "", Appeal(appeal) if appeal else None
    )


def next_serial(taken: Collection[int]) -> int:
    """The serial for an office's next report: on from its highest, gaps last.

    :param taken: of the same office letter, over all its cases; those of the US control office
        are ignored.
    :raises NoReportNumberLeft: all 8999 are used.
    """
    ours = {serial for serial in taken if serial < FIRST_OF_THE_CONTROL_OFFICE}
    highest = max(ours, default=0)
    if highest + 1 < FIRST_OF_THE_CONTROL_OFFICE:
        return highest + 1
    free = next((serial for serial in range(1, highest) if serial not in ours), None)
    if free is None:
        raise NoReportNumberLeft(
            "Report numbers: all 8999 of this office are used; report under another office letter."
        )
    return free


def report_by(*, shipped_on: date | None, days: int) -> date | None:
    """The last day on which a discrepancy can be reported.

    Twelve months are in the text we have; what begins them is not. The day of shipment is the
    earliest of the days named in general use, so who keeps to it is never late.

    :param days: of the window, a figure that people confirm and change.
    :return: None while the day of shipment is not known. It is not replaced by another, which
        could be too late.
    """
    return shipped_on + timedelta(days=days) if shipped_on else None


def _wrong(text: str) -> str:
    return (
        f"Report number: found {found(text)}; it needs the office (1 letter), the number (4 "
        "digits, from 0001), the customer (2 letters), the case designator (3) and the line (3 "
        "digits, if any), like A0010-JA-KBD/001."
    )
