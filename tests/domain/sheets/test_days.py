from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shipments.domain.sheets import days
from shipments.domain.sheets.wrong_cell import WrongCell
from tests.factories.moments import AT

_DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-11-25", ""),
        ("2026-11-25", "mdy"),
        ("2026/11/25", ""),
        ("20261125", ""),
        ("2026-11-25 00:00:00", ""),
        ("2026-11-25T00:00", ""),
        ("25 Nov 2026", ""),
        ("25-Nov-2026", ""),
        ("25nov2026", ""),
        ("25 November 2026", ""),
        ("Nov 25, 2026", ""),
        ("November 25th 2026", ""),
        ("25/11/2026", ""),
        ("11/25/2026", ""),
        ("25.11.2026", "dmy"),
        ("11/25/2026", "mdy"),
    ],
)
def test_a_day_is_read_as_it_is_written(text: str, order: str) -> None:
    assert days.day(text, order=order, about=2026) == _DAY


@pytest.mark.parametrize(
    ("order", "expected"), [("dmy", date(2026, 4, 3)), ("mdy", date(2026, 3, 4))]
)
def test_the_declared_order_decides(order: str, expected: date) -> None:
    assert days.day("03/04/2026", order=order, about=2026) == expected


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("03/04/2026", "", "ambiguous_date"),
        ("03/04/2026", "ymd", "other_date_order"),
        ("25/11/2026", "mdy", "not_a_day"),
        ("0/4/2026", "", "not_a_day"),
        ("25/11/26", "dmy", "short_year"),
        ("25 Nov 26", "", "short_year"),
        ("Nov 25, 26", "", "short_year"),
        ("2026-02-29", "", "not_a_day"),
        ("46351", "", "serial_day"),
        ("46351.5", "", "serial_day"),
        ("25 Foo 2026", "", "not_a_day"),
        ("Foo 25, 2026", "", "not_a_day"),
        ("2026-11-25 14:30", "", "not_a_day"),
        ("2026-11-25T00:00Z", "", "not_a_day"),
        ("soon", "", "not_a_day"),
        ("2206-11-25", "", "year_out_of_reach"),
    ],
)
def test_a_day_that_cannot_be_told_is_refused(text: str, order: str, code: str) -> None:
    with pytest.raises(WrongCell) as refused:
        days.day(text, order=order, about=2026)

    assert refused.value.code == code


def test_both_readings_of_an_ambiguous_day_are_named() -> None:
    with pytest.raises(WrongCell) as refused:
        days.day("03/04/2026", about=2026)

    assert str(refused.value) == (
        "This can be 3 Apr or 4 Mar. Say in which order the file writes its dates, "
        "or enter a day like 2026-11-25."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-19", datetime(2026, 11, 19, tzinfo=UTC)),
        ("2026-11-19 14:30", datetime(2026, 11, 19, 14, 30, tzinfo=UTC)),
        ("2026-11-19T14:30:05Z", datetime(2026, 11, 19, 14, 30, 5, tzinfo=UTC)),
        ("2026-11-19 9:05 UTC", datetime(2026, 11, 19, 9, 5, tzinfo=UTC)),
        ("2026-11-19T14:30+02:00", datetime(2026, 11, 19, 12, 30, tzinfo=UTC)),
        ("19 Nov 2026 14:30", datetime(2026, 11, 19, 14, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_utc_unless_it_says_otherwise(text: str, expected: datetime) -> None:
    assert days.moment(text, received=AT) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-19 25:00", "not_a_moment"),
        ("2026-11-21 12:01", "still_to_come"),
        ("03/04/2026 10:00", "ambiguous_date"),
        ("1926-11-21", "year_out_of_reach"),
    ],
)
def test_a_moment_that_cannot_be_meant_is_refused(text: str, code: str) -> None:
    with pytest.raises(WrongCell) as refused:
        days.moment(text, received=AT)

    assert refused.value.code == code
