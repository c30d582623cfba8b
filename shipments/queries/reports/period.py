"""The months that a report is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from shipments.domain import partial_date
from shipments.domain.partial_date import InvalidPartialDate, Precision

MONTHS = 12
MOST_MONTHS = 60
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months by the UTC calendar, from the first day of one to the last of another.

    :ivar first: first day of the first month.
    :ivar last: first day of the last month.
    """

    first: date
    last: date

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        return [month_after(self.first, number) for number in range(_count(self.first, self.last))]

    @property
    def starts_at(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return _midnight(month_after(self.last, 1))


def month_after(month: date, number: int) -> date:
    """The first day of a month so many months later; negative is earlier."""
    year, index = divmod(month.year * 12 + month.month - 1 + number, 12)
    return date(year, index + 1, 1)


def latest(today: date, *, months: int = MONTHS) -> Period:
    """The months up to and with the present one."""
    last = today.replace(day=1)
    return Period(month_after(last, 1 - months), last)


def read(start: str, end: str, *, today: date) -> tuple[Period, list[str]]:
    """Read the period of an address, with sentences about what could not be read.

    :param start: as 2026-01; empty for twelve months before the end.
    :param end: as 2026-11; empty for the present month.
    """
    said: list[str] = []
    last = _month("To", end, said) or today.replace(day=1)
    first = _month("From", start, said) or month_after(last, 1 - MONTHS)
    if first > last:
        said.append("The period ends before it begins: here are the latest months.")
        return latest(today), said
    if _count(first, last) > MOST_MONTHS:
        said.append(f"A report has at most {MOST_MONTHS} months: here are the last of these.")
        first = month_after(last, 1 - MOST_MONTHS)
    return Period(first, last), said


def _month(label: str, text: str, said: list[str]) -> date | None:
    if not text.strip():
        return None
    try:
        found = partial_date.parse(text)
    except InvalidPartialDate:
        found = None
    if (
        found is None
        or found.precision is not Precision.MONTH
        or not FIRST_YEAR <= found.first.year <= LAST_YEAR
    ):
        said.append(f"{label}: “{text}” is not a month. Write one like 2026-11.")
        return None
    return found.first


def _count(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
