"""Counting in working days, each side by its own calendar.

Source: docs/sources.md, "Working days".
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


class Calendar(StrEnum):
    """Whose working days are counted."""

    US_FEDERAL = "us_federal"
    ISRAEL = "israel"


REST_DAYS = {Calendar.US_FEDERAL: (SATURDAY, SUNDAY), Calendar.ISRAEL: (FRIDAY, SATURDAY)}
_COUNTRY = {Calendar.US_FEDERAL: "US", Calendar.ISRAEL: "IL"}


class NegativeDays(ValueError):
    """Working days are counted forward only."""


def is_working_day(day: date, calendar: Calendar) -> bool:
    """US federal: Monday to Friday; Israel: Sunday to Thursday; both without public holidays.

    A US holiday that falls on a weekend is taken on the working day beside it. The eves of
    Israeli holidays, on which many work half a day, count as working days.
    """
    return day.weekday() not in REST_DAYS[calendar] and day not in _holidays(calendar, day.year)


def working_days_after(start: date, days: int, calendar: Calendar) -> date:
    """The day that is ``days`` working days later. ``start`` itself never counts.

    Zero days is ``start``, even when nobody works on it.

    :raises NegativeDays: ``days`` is below zero.
    """
    if days < 0:
        raise NegativeDays(f"Working days: found {days}; it needs zero or more.")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, calendar)
    return day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days come after ``start``, up to and with ``end``.

    The inverse of ``working_days_after``. Negative when ``end`` is before ``start``.
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    later = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, calendar) for day in later)


# One immutable set for each year: the library's own object fills itself in while it is read,
# which two threads must not do at once.
@cache
def _holidays(calendar: Calendar, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(_COUNTRY[calendar], years=year, expand=False))
