from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shipments.models.choices import Lever
from shipments.queries.reports.gains import Gain, LeverGain, MonthGain, gains
from shipments.queries.reports.period import Period
from tests.factories import ExpediteFactory

pytestmark = pytest.mark.django_db
AUTUMN = Period(date(2026, 9, 1), date(2026, 11, 1))


def closed(at, *, days=None, firm=None, lever=""):
    opened = datetime(2026, 8, 1, tzinfo=UTC)
    return ExpediteFactory(
        opened_at=opened,
        closed_at=at,
        state="closed",
        outcome="Received",
        days_gained=days,
        days_gained_are_firm=firm,
        lever=lever,
    )


def on(month, day, hour=12, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_nothing_closed_is_a_row_of_noughts_a_month():
    ExpediteFactory()

    report = gains(AUTUMN)

    assert report.months == [
        MonthGain(date(2026, 9, 1), Gain()),
        MonthGain(date(2026, 10, 1), Gain()),
        MonthGain(date(2026, 11, 1), Gain()),
    ]
    assert (report.levers, report.total) == ([], Gain())


def test_days_are_added_up_by_month_and_by_lever_firm_and_not_firm_apart():
    closed(on(9, 1, 0, 0), days=10, firm=True, lever="air_for_sea")
    closed(on(9, 30, 23, 59), days=-4, firm=True, lever="recover_slip")
    closed(on(9, 15), days=7, firm=False, lever="air_for_sea")
    closed(on(11, 20), days=21, firm=True, lever="ship_ready")
    closed(on(11, 20), lever="ship_ready")
    closed(on(11, 2), days=3, firm=False)
    closed(on(8, 31, 23, 59), days=100, firm=True)
    closed(on(12, 1, 0, 0), days=100, firm=True)

    report = gains(AUTUMN)

    assert [each.gain for each in report.months] == [
        Gain(firm_days=6, firm_files=2, other_days=7, other_files=1),
        Gain(),
        Gain(firm_days=21, firm_files=1, other_days=3, other_files=1, unmeasured=1),
    ]
    assert report.levers == [
        LeverGain(Lever.SHIP_READY, Gain(firm_days=21, firm_files=1, unmeasured=1)),
        LeverGain(Lever.AIR_FOR_SEA, Gain(10, 1, 7, 1)),
        LeverGain(None, Gain(other_days=3, other_files=1)),
        LeverGain(Lever.RECOVER_SLIP, Gain(firm_days=-4, firm_files=1)),
    ]
    assert report.total == Gain(27, 3, 10, 2, 1)
    assert report.total.files == 6


def test_it_is_one_query_however_many_there_are(django_assert_num_queries):
    for month in (9, 10, 11):
        closed(on(month, 3), days=1, firm=True)

    with django_assert_num_queries(1):
        gains(AUTUMN)
