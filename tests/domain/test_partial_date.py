from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.partial_date import InvalidPartialDate, PartialDate, Precision, parse, show


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024-05-17", date(2024, 5, 17), date(2024, 5, 17), Precision.DAY),
        ("2024-05", date(2024, 5, 1), date(2024, 5, 31), Precision.MONTH),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("2032", date(2032, 1, 1), date(2032, 12, 31), Precision.YEAR),
        (" 2032 ", date(2032, 1, 1), date(2032, 12, 31), Precision.YEAR),
    ],
)
def test_a_date_keeps_the_precision_it_was_written_with(
    text: str, first: date, last: date, precision: Precision
) -> None:
    parsed = parse(text)

    assert (parsed.first, parsed.last, parsed.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "11/25/2024",
            (
                'Date: found "11/25/2024"; write a day as 2024-05-17, '
                "a month as 2024-05 or a year as 2024."
            ),
        ),
        (
            "2023-02-29",
            (
                'Date: found "2023-02-29", which is not in the calendar; '
                "check the month (01 to 12) and the day."
            ),
        ),
        (
            "",
            "Date: found nothing; write a day as 2024-05-17, a month as 2024-05 or a year as 2024.",
        ),
    ],
)
def test_a_refusal_says_what_was_found_and_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(InvalidPartialDate) as refusal:
        parse(text)

    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "text",
    ["24-05-17", "2024-5", "2024-13", "0000", "2024-05-17T10:00", "\u0662\u0660\u0662\u0664"],
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(InvalidPartialDate):
        parse(text)


@pytest.mark.parametrize(
    ("precision", "relative_to", "words"),
    [
        ("day", date(2026, 1, 2), "25 Nov"),
        ("day", date(2025, 1, 2), "25 Nov 2026"),
        ("day", None, "25 Nov 2026"),
        (Precision.MONTH, date(2026, 1, 2), "Nov 2026"),
        (Precision.YEAR, date(2026, 1, 2), "2026"),
    ],
)
def test_a_date_is_worded_no_finer_than_it_is_known(
    precision: Precision | str, relative_to: date | None, words: str
) -> None:
    assert show(date(2026, 11, 25), precision, relative_to=relative_to) == words


def test_an_event_and_a_deadline_of_one_month_are_worded_alike() -> None:
    may = parse("2024-05")

    assert show(may.first, may.precision) == show(may.last, may.precision) == "May 2024"


def test_a_stored_date_finds_its_period_again() -> None:
    deadline = date(2024, 5, 31)

    period = PartialDate.containing(deadline, "month")

    assert (str(period), period.last) == ("2024-05", deadline)


def test_a_month_does_not_begin_in_its_middle() -> None:
    with pytest.raises(InvalidPartialDate, match="2024-05-17 is not the first day of its month"):
        PartialDate(date(2024, 5, 17), Precision.MONTH)


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(ValueError, match="'week' is not a valid Precision"):
        show(date(2024, 5, 17), "week")


@given(st.dates(), st.sampled_from(Precision))
def test_what_is_written_is_read_back(day: date, precision: Precision) -> None:
    period = PartialDate.containing(day, precision)

    assert parse(str(period)) == period
    assert period.first <= day <= period.last
