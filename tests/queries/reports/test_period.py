from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shipments.queries.reports import period
from shipments.queries.reports.period import Period
from tests.factories.moments import TODAY


def test_it_is_the_last_twelve_months_unless_asked_otherwise():
    found, said = period.read("", "", today=TODAY)

    assert found == Period(date(2025, 12, 1), date(2026, 11, 1))
    assert said == []


def test_it_goes_from_the_first_moment_of_a_month_to_the_last_of_another():
    found, said = period.read("2026-01", "2026-03", today=TODAY)

    assert found.months == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    assert found.starts_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 4, 1, tzinfo=UTC)
    assert said == []


def test_an_end_alone_is_the_end_of_twelve_months():
    assert period.read("", "2024-02", today=TODAY) == (
        Period(date(2023, 3, 1), date(2024, 2, 1)),
        [],
    )


@pytest.mark.parametrize("typed", ["soon", "2026", "2026-11-20", "2026-13", "0001-01", "9999-12"])
def test_what_is_no_month_is_said(typed):
    found, said = period.read(typed, "", today=TODAY)

    assert found == period.latest(TODAY)
    assert said == [f"From: “{typed}” is not a month. Write one like 2026-11."]


def test_a_period_that_ends_before_it_begins_is_said():
    found, said = period.read("2026-05", "2026-04", today=TODAY)

    assert found == period.latest(TODAY)
    assert said == ["The period ends before it begins: here are the latest months."]


def test_a_period_of_more_than_five_years_keeps_the_last():
    found, said = period.read("2010-01", "2026-11", today=TODAY)

    assert (found.first, len(found.months)) == (date(2021, 12, 1), 60)
    assert said == ["A report has at most 60 months: here are the last of these."]
