from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shipments.services import days
from tests.factories.moments import AT


@pytest.mark.parametrize(
    ("at", "last"),
    [
        (datetime(2026, 11, 20, 21, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 22, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 7, 20, 21, 0, tzinfo=UTC), date(2026, 7, 21)),
    ],
)
def test_the_day_begins_when_it_does_in_jerusalem(at, last):
    assert days.last_begun(at) == last


def test_a_year_that_cannot_be_meant_is_told_by_its_field():
    problems = days.out_of_reach(
        at=AT, ship_on=date(2077, 1, 1), said_on=date(2076, 12, 31), required_on=None
    )

    [problem] = problems
    assert (problem.field, problem.code) == ("ship_on", "year_out_of_reach")
    assert problem.message == "The year 2077 is too far away. Check it."


def test_a_year_typed_with_two_digits_is_out_of_reach():
    assert [problem.field for problem in days.out_of_reach(at=AT, ship_on=date(26, 11, 20))] == [
        "ship_on"
    ]
