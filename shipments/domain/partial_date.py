"""Dates known only to the month or the year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shipments.domain.typed_code import found

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Precision(StrEnum):
    """How much of a date its source gave."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_WRITTEN_LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
_PRECISION_WHEN_WRITTEN = {length: precision for precision, length in _WRITTEN_LENGTH.items()}


class InvalidPartialDate(ValueError):
    """The text is not a day, a month or a year."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year, and no more than was said.

    Convention: a table stores one date inside the period next to the precision. For an
    event that date is the first day of the period (``first``); for a deadline it is the
    last (``last``), because "by May 2024" is kept until 31 May.
    """

    first: date
    precision: Precision

    def __post_init__(self) -> None:
        if self.first != _first_day(self.first, self.precision):
            raise InvalidPartialDate(
                f"Date: {self.first.isoformat()} is not the first day of its {self.precision}; "
                f"give {_first_day(self.first, self.precision).isoformat()}."
            )

    @classmethod
    def containing(cls, day: date, precision: Precision | str) -> PartialDate:
        """The period a stored date stands for, whichever end of it was stored."""
        precision = Precision(precision)
        return cls(_first_day(day, precision), precision)

    @property
    def last(self) -> date:
        match self.precision:
            case Precision.DAY:
                return self.first
            case Precision.MONTH:
                days = calendar.monthrange(self.first.year, self.first.month)[1]
                return self.first.replace(day=days)
            case Precision.YEAR:
                return self.first.replace(month=12, day=31)

    def __str__(self) -> str:
        """As it is typed: ``parse`` reads it back."""
        return self.first.isoformat()[: _WRITTEN_LENGTH[self.precision]]


def parse(text: str) -> PartialDate:
    """Read "2024-05-17", "2024-05" or "2024". A missing day is never filled in.

    :raises InvalidPartialDate: any other form, or a day the calendar does not have.
    """
    form = _FORM.fullmatch(text.strip())
    if form is None:
        raise InvalidPartialDate(
            f"Date: found {found(text.strip())}; write a day as 2024-05-17, "
            "a month as 2024-05 or a year as 2024."
        )
    year, month, day = form.groups()
    precision = _PRECISION_WHEN_WRITTEN[len(form.group())]
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise InvalidPartialDate(
            f"Date: found {found(text.strip())}, which is not in the calendar; "
            "check the month (01 to 12) and the day."
        ) from error
    return PartialDate(first, precision)


def show(day: date, precision: Precision | str, *, relative_to: date | None = None) -> str:
    """Word a stored date no more finely than it is known: "25 Nov", "May 2024", "2032".

    :param day: any date inside the period, so an event and a deadline both work.
    :param relative_to: a day of the same year leaves the year out; without it the year is
        always shown. A month and a year always carry their year.
    """
    match Precision(precision):
        case Precision.YEAR:
            return f"{day.year}"
        case Precision.MONTH:
            return f"{MONTHS[day.month - 1]} {day.year}"
        case Precision.DAY:
            short = f"{day.day} {MONTHS[day.month - 1]}"
            if relative_to is not None and relative_to.year == day.year:
                return short
            return f"{short} {day.year}"


def _first_day(day: date, precision: Precision) -> date:
    match precision:
        case Precision.DAY:
            return day
        case Precision.MONTH:
            return day.replace(day=1)
        case Precision.YEAR:
            return day.replace(month=1, day=1)
