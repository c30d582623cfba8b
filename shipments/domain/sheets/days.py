"""Days and moments as people and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from shipments.domain.partial_date import MONTHS
from shipments.domain.sheets.wrong_cell import WrongCell

# The orders in which a file can say that its dates are written.
ORDERS: Mapping[str, str] = MappingProxyType(
    {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
)
# Nobody orders, promises or ships further away than this; a mistyped year does.
REACH_YEARS = 50
_NAMES = "january february march april may june july august september october november december"
_NUMBER_OF = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_NUMBER_OF |= {name: number for number, name in enumerate(_NAMES.split(), start=1)} | {"sept": 9}
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ]?)([0-9]{2})\2([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
_DAY_IN_WORDS = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*([A-Za-z]{3,9})[-/., ]*([0-9]{2,4})"
)
_MONTH_IN_WORDS = re.compile(
    r"([A-Za-z]{3,9})[-/. ]*([0-9]{1,2})(?:st|nd|rd|th)?[-, ]+([0-9]{2,4})"
)
_TIME = re.compile(
    r"(?P<day>.*?[0-9])[T ]\s*(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"\s*(?P<zone>Z|UTC|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_LIKE = "Enter a day like 2026-11-25 or 25 Nov 2026."


def day(text: str, *, order: str = "", about: int) -> date:
    """A day, of a date that may carry a time of 00:00.

    :param order: how the file says it writes dates, one of ``ORDERS``; empty where nobody said.
    :param about: a year; one too far from it is not meant.
    :raises WrongCell: it is none, or it can be read in two ways.
    """
    with_time = _TIME.fullmatch(text)
    if with_time:
        if with_time["time"].strip("0:.") or with_time["zone"]:
            raise WrongCell("not_a_day", f"This is a moment. {_LIKE}")
        text = with_time["day"]
    return in_reach(_day(text, order), about=about)


def moment(text: str, *, order: str = "", received: datetime) -> datetime:
    """A moment, in UTC unless it says otherwise. A day alone is the beginning of it.

    :param order: as of ``day``.
    :param received: when the file came; nothing in it can have been said later.
    :raises WrongCell: it is none, it can be read in two ways, or it is still to come.
    """
    with_time = _TIME.fullmatch(text)
    if with_time is None:
        found = datetime.combine(_day(text, order), time(), UTC)
    else:
        hour = with_time["time"]
        zone = (with_time["zone"] or "Z").upper().replace("UTC", "Z")
        on = _day(with_time["day"], order)
        try:
            clock = time.fromisoformat(f"{'0' if hour[1] == ':' else ''}{hour}{zone}")
            found = datetime.combine(on, clock).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise WrongCell("not_a_moment", f"There is no such time. {_LIKE}") from error
    return said_by_then(found, received=received)


def said_by_then(found: datetime, *, received: datetime) -> datetime:
    """
    :raises WrongCell: its year is out of reach, or it is still to come.
    """
    in_reach(found.date(), about=received.year)
    # A day more: where the file was written, the day may have begun before ours.
    if found > received + timedelta(days=1):
        raise WrongCell(
            "still_to_come", "This is later than the file itself. Enter when it was so."
        )
    return found


def in_reach(found: date, *, about: int) -> date:
    """
    :raises WrongCell: its year cannot be meant.
    """
    if abs(found.year - about) > REACH_YEARS:
        raise WrongCell("year_out_of_reach", f"The year {found.year} is too far away. Check it.")
    return found


def _day(text: str, order: str) -> date:
    if form := _YEAR_FIRST.fullmatch(text):
        return _of(form[1], form[3], form[4])
    if form := _YEAR_LAST.fullmatch(text):
        _refuse_short(form[4])
        first, second = int(form[1]), int(form[3])
        return _year_last(first, second, form[4], order)
    if form := _DAY_IN_WORDS.fullmatch(text):
        _refuse_short(form[3])
        return _of(form[3], _month(form[2]), form[1])
    if form := _MONTH_IN_WORDS.fullmatch(text):
        _refuse_short(form[3])
        return _of(form[3], _month(form[1]), form[2])
    if _SERIAL.fullmatch(text):
        raise serial()
    raise WrongCell("not_a_day", f"This is not a day. {_LIKE}")


def serial() -> WrongCell:
    return WrongCell(
        "serial_day",
        "This is a number, perhaps the spreadsheet's own count of days. "
        "Format the column as a date, or enter days like 2026-11-25.",
    )


def _year_last(first: int, second: int, year: str, order: str) -> date:
    if order == "dmy":
        return _of(year, second, first)
    if order == "mdy":
        return _of(year, first, second)
    if order == "ymd":
        raise WrongCell("other_date_order", f"The file's dates are declared year first. {_LIKE}")
    if first > 12 or first == second or 0 in {first, second}:
        return _of(year, second, first)
    if second > 12:
        return _of(year, first, second)
    raise WrongCell(
        "ambiguous_date",
        f"This can be {first} {MONTHS[second - 1]} or {second} {MONTHS[first - 1]}. "
        "Say in which order the file writes its dates, or enter a day like 2026-11-25.",
    )


def _refuse_short(year: str) -> None:
    if len(year) != 4:
        raise WrongCell("short_year", f"Enter the year with four digits. {_LIKE}")


def _month(name: str) -> int:
    number = _NUMBER_OF.get(name.lower())
    if number is None:
        raise WrongCell("not_a_day", f"This is not a day. {_LIKE}")
    return number


def _of(year: str | int, month: str | int, day_: str | int) -> date:
    try:
        return date(int(year), int(month), int(day_))
    except ValueError as error:
        raise WrongCell("not_a_day", f"There is no such day in the calendar. {_LIKE}") from error
