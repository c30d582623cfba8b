from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.working_days import (
    Calendar,
    NegativeDays,
    is_working_day,
    working_days_after,
    working_days_between,
)

days = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "calendar", "expected"),
    [
        (date(2026, 11, 20), 0, Calendar.US_FEDERAL, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, Calendar.US_FEDERAL, date(2026, 11, 23)),
        (date(2026, 11, 25), 1, Calendar.US_FEDERAL, date(2026, 11, 27)),
        (date(2026, 7, 2), 1, Calendar.US_FEDERAL, date(2026, 7, 6)),
        (date(2026, 11, 19), 1, Calendar.ISRAEL, date(2026, 11, 22)),
        (date(2026, 9, 10), 1, Calendar.ISRAEL, date(2026, 9, 14)),
        (date(2026, 9, 20), 1, Calendar.ISRAEL, date(2026, 9, 22)),
        (date(2026, 11, 21), 0, Calendar.ISRAEL, date(2026, 11, 21)),
    ],
)
def test_days_are_counted_over_weekends_and_holidays(
    start: date, count: int, calendar: Calendar, expected: date
) -> None:
    assert working_days_after(start, count, calendar) == expected


def test_friday_and_sunday_differ_between_the_two_sides() -> None:
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)

    assert is_working_day(friday, Calendar.US_FEDERAL)
    assert not is_working_day(friday, Calendar.ISRAEL)
    assert is_working_day(sunday, Calendar.ISRAEL)
    assert not is_working_day(sunday, Calendar.US_FEDERAL)


def test_new_year_on_a_saturday_is_taken_the_friday_before() -> None:
    assert not is_working_day(date(2021, 12, 31), Calendar.US_FEDERAL)


@pytest.mark.parametrize(
    ("start", "end", "calendar", "count"),
    [
        (date(2026, 11, 20), date(2026, 11, 27), Calendar.US_FEDERAL, 4),
        (date(2026, 11, 27), date(2026, 11, 20), Calendar.US_FEDERAL, -4),
        (date(2026, 11, 19), date(2026, 11, 26), Calendar.ISRAEL, 5),
        (date(2026, 11, 20), date(2026, 11, 20), Calendar.US_FEDERAL, 0),
    ],
)
def test_days_between_leave_out_the_first_and_count_the_last(
    start: date, end: date, calendar: Calendar, count: int
) -> None:
    assert working_days_between(start, end, calendar) == count


def test_counting_back_is_refused() -> None:
    with pytest.raises(NegativeDays, match="found -1; it needs zero or more"):
        working_days_after(date(2026, 11, 20), -1, Calendar.ISRAEL)


@given(days, st.integers(min_value=0, max_value=120), st.sampled_from(Calendar))
def test_between_is_the_inverse_of_after(start: date, count: int, calendar: Calendar) -> None:
    end = working_days_after(start, count, calendar)

    assert working_days_between(start, end, calendar) == count
    assert count == 0 or is_working_day(end, calendar)
