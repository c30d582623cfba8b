from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.ordinal_date import (
    InvalidOrdinalDate,
    check_ddd,
    check_yddd,
    from_ddd_ahead,
    from_ddd_past,
    from_yddd,
    from_yddd_near,
    to_ddd,
    to_yddd,
)


@pytest.mark.parametrize(
    ("text", "reference", "day"),
    [
        ("0005", date(2010, 12, 31), date(2010, 1, 5)),
        ("9052", date(2009, 12, 31), date(2009, 2, 21)),
        ("2279", date(2012, 12, 31), date(2012, 10, 5)),
        ("0035", date(2010, 12, 31), date(2010, 2, 4)),
    ],
)
def test_the_worked_examples_of_the_manual_hold_both_ways(
    text: str, reference: date, day: date
) -> None:
    assert from_yddd(text, reference=reference) == day
    assert to_yddd(day) == text


def test_day_181_of_a_leap_year_is_29_june_whatever_one_manual_prints() -> None:
    # An older manual prints 8181 as 30 June 1988, forgetting that 1988 was a leap year.
    assert from_yddd("8181", reference=date(1988, 12, 31)) == date(1988, 6, 29)
    assert to_yddd(date(1988, 6, 30)) == "8182"


@pytest.mark.parametrize(
    ("text", "reference", "day"),
    [
        ("6106", date(2026, 11, 20), date(2026, 4, 16)),
        ("7106", date(2026, 11, 20), date(2017, 4, 16)),
        ("6360", date(2026, 1, 2), date(2016, 12, 25)),
        ("6002", date(2026, 1, 2), date(2026, 1, 2)),
        ("6003", date(2026, 1, 2), date(2016, 1, 3)),
        ("4366", date(2024, 12, 30), date(2004, 12, 31)),
        ("0366", date(2026, 1, 2), date(2020, 12, 31)),
        ("0366", date(2031, 1, 2), date(2020, 12, 31)),
        ("0366", date(2105, 1, 2), date(2080, 12, 31)),
    ],
)
def test_the_day_is_the_latest_that_fits_up_to_the_reference(
    text: str, reference: date, day: date
) -> None:
    assert from_yddd(text, reference=reference) == day


def test_no_year_is_invented_before_the_calendar_begins() -> None:
    with pytest.raises(InvalidOrdinalDate, match="there is none up to 0003-01-01"):
        from_yddd("5001", reference=date(3, 1, 1))


@pytest.mark.parametrize(
    ("text", "reference", "day"),
    [
        ("0005", date(2029, 12, 20), date(2030, 1, 5)),
        ("9360", date(2030, 1, 5), date(2029, 12, 26)),
        ("6300", date(2026, 11, 20), date(2026, 10, 27)),
        ("8366", date(2026, 11, 20), date(2028, 12, 31)),
    ],
)
def test_a_promised_day_is_the_nearest_that_fits(text: str, reference: date, day: date) -> None:
    assert from_yddd_near(text, reference=reference) == day


def test_a_day_that_happened_is_the_latest_and_a_day_wanted_the_next() -> None:
    reference = date(2026, 1, 10)

    assert from_ddd_past("010", reference=reference) == reference
    assert from_ddd_ahead("010", reference=reference) == reference
    assert from_ddd_past("350", reference=reference) == date(2025, 12, 16)
    assert from_ddd_ahead("005", reference=reference) == date(2027, 1, 5)
    assert from_ddd_past("366", reference=reference) == date(2024, 12, 31)
    assert from_ddd_ahead("366", reference=reference) == date(2028, 12, 31)


def test_no_day_is_invented_at_the_ends_of_the_calendar() -> None:
    with pytest.raises(InvalidOrdinalDate, match="none before 0001-01-01"):
        from_ddd_past("002", reference=date.min)
    with pytest.raises(InvalidOrdinalDate, match="none after 9999-12-31"):
        from_ddd_ahead("364", reference=date.max)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "610",
            (
                'Ordinal date: found "610"; it needs 4 digits, the last digit of the year '
                "and the day of the year, like 6106."
            ),
        ),
        ("6367", 'Day of the year: found "367"; it needs 3 digits from 001 to 366.'),
        ("6000", 'Day of the year: found "000"; it needs 3 digits from 001 to 366.'),
        ("5366", 'Ordinal date: found "5366"; no year ending in 5 has a day 366.'),
    ],
)
def test_what_can_never_be_a_date_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(InvalidOrdinalDate) as refusal:
        check_yddd(text)

    assert str(refusal.value) == message


@pytest.mark.parametrize("text", ["", "12", "1234", "abc", "\u0660\u0660\u0661", "-01"])
def test_only_three_plain_digits_are_a_day_of_the_year(text: str) -> None:
    with pytest.raises(InvalidOrdinalDate):
        check_ddd(text)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_a_day_written_is_read_back_at_the_end_of_its_year(day: date) -> None:
    assert from_yddd(to_yddd(day), reference=date(day.year, 12, 31)) == day
    assert from_ddd_past(to_ddd(day), reference=date(day.year, 12, 31)) == day
    assert from_ddd_ahead(to_ddd(day), reference=date(day.year, 1, 1)) == day


@given(
    st.dates(min_value=date(1920, 1, 1), max_value=date(2080, 12, 31)),
    st.integers(min_value=-1700, max_value=1700),
)
def test_a_promised_day_within_four_years_is_read_back(day: date, away: int) -> None:
    reference = date.fromordinal(day.toordinal() + away)

    assert from_yddd_near(to_yddd(day), reference=reference) == day
