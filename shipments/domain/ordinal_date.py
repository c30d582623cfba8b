"""The day of the year, as military transactions write dates.

Source: docs/sources.md, "Ordinal dates".
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta

from shipments.domain.typed_code import found

_YDDD = re.compile(r"[0-9]{4}")
_DDD = re.compile(r"[0-9]{3}")
# Day 366 of a year with a given last digit can be this far away (2080 and 2120: 2100 has none).
_REACH = 40


class InvalidOrdinalDate(ValueError):
    """The text is not a day of the year in the form asked for."""


def check_yddd(text: str) -> None:
    """Refuse what can never be a date, whatever the decade.

    Day 366 exists only in leap years, and no leap year ends in an odd digit.

    :raises InvalidOrdinalDate: not four digits, or no such day.
    """
    if not _YDDD.fullmatch(text):
        raise InvalidOrdinalDate(
            f"Ordinal date: found {found(text)}; it needs 4 digits, the last digit of the year "
            "and the day of the year, like 6106."
        )
    check_ddd(text[1:])
    if text[1:] == "366" and int(text[0]) % 2:
        raise InvalidOrdinalDate(
            f"Ordinal date: found {found(text)}; no year ending in {text[0]} has a day 366."
        )


def check_ddd(text: str) -> None:
    """:raises InvalidOrdinalDate: not three digits from 001 to 366."""
    if not _DDD.fullmatch(text) or not 1 <= int(text) <= 366:
        raise InvalidOrdinalDate(
            f"Day of the year: found {found(text)}; it needs 3 digits from 001 to 366."
        )


def from_yddd(text: str, *, reference: date) -> date:
    """The latest such day that is not after ``reference``: a day something was done.

    The decade is not written. Day 366 goes back to the latest leap year that ends in the digit.

    :raises InvalidOrdinalDate: not an ordinal date.
    """
    check_yddd(text)
    years = range(reference.year, max(0, reference.year - _REACH - 1), -1)
    days = _days(int(text[1:]), (year for year in years if year % 10 == int(text[0])))
    for day in days:
        if day <= reference:
            return day
    raise InvalidOrdinalDate(
        f"Ordinal date: found {found(text)}; there is none up to {reference.isoformat()}."
    )


def from_yddd_near(text: str, *, reference: date) -> date:
    """Read a date that may lie on either side of ``reference``, such as a ship date promised.

    The nearest matching day wins, so the decade turns correctly: 0005 read in December
    2029 is 5 January 2030.

    :raises InvalidOrdinalDate: not an ordinal date.
    """
    check_yddd(text)
    years = range(max(1, reference.year - _REACH), min(9999, reference.year + _REACH) + 1)
    days = _days(int(text[1:]), (year for year in years if year % 10 == int(text[0])))
    return min(days, key=lambda day: abs(day - reference))


def from_ddd_past(text: str, *, reference: date) -> date:
    """The latest such day that is not after ``reference``: a day something happened.

    :raises InvalidOrdinalDate: not a day of the year.
    """
    check_ddd(text)
    years = range(reference.year, max(0, reference.year - _REACH), -1)
    days = [day for day in _days(int(text), years) if day <= reference]
    if not days:
        raise InvalidOrdinalDate(
            f"Day of the year: found {found(text)}; there is none before {reference.isoformat()}."
        )
    return days[0]


def from_ddd_ahead(text: str, *, reference: date) -> date:
    """The first such day that is not before ``reference``: a day something is wanted by.

    :raises InvalidOrdinalDate: not a day of the year.
    """
    check_ddd(text)
    years = range(reference.year, min(9999, reference.year + _REACH) + 1)
    days = [day for day in _days(int(text), years) if day >= reference]
    if not days:
        raise InvalidOrdinalDate(
            f"Day of the year: found {found(text)}; there is none after {reference.isoformat()}."
        )
    return days[0]


def to_yddd(day: date) -> str:
    """The decade is lost: only ``from_yddd`` with a reference brings it back."""
    return f"{day.year % 10}{to_ddd(day)}"


def to_ddd(day: date) -> str:
    """The year is lost."""
    return f"{day.timetuple().tm_yday:03d}"


def _days(day_of_year: int, years: Iterable[int]) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=day_of_year - 1)
        for year in years
        if day_of_year <= 365 or isleap(year)
    ]
