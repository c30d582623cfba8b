from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shipments.queries.reports.fates import Fate, Fates, ReasonFates, flag_report
from shipments.queries.reports.period import Period
from tests.factories import ExpediteFactory, OrderFactory
from tests.factories.flags import FlagFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 1))
RAISED = datetime(2026, 11, 10, 12, tzinfo=UTC)


def days(number):
    return timedelta(days=number)


def flag(*, cleared=None, raised=RAISED, **given):
    if cleared is not None:
        given |= {"cleared_at": raised + days(cleared), "cleared_because": "No longer holds"}
    return FlagFactory(raised_at=raised, **given)


def taken(order, *, after, closed=None):
    ends = {}
    if closed is not None:
        ends = {"closed_at": RAISED + days(closed), "state": "closed", "outcome": "Kept"}
    return ExpediteFactory(order=order, opened_at=RAISED + days(after), **ends)


def test_without_flags_all_is_nought():
    none = Fate(0, None)

    assert flag_report(NOVEMBER, at=AT).reasons == []
    assert flag_report(NOVEMBER, at=AT).total == Fates(0, none, none, none)


def test_each_flag_is_taken_up_cleared_by_itself_or_waiting():
    for after in (1, 2, 6):
        taken(flag().order, after=after)
    for cleared in (1, 4):
        flag(cleared=cleared)
    flag()  # ten days up to now
    flag(reason="no_ship_date", raised=RAISED + timedelta(hours=12))
    flag(raised=datetime(2026, 10, 31, 23, 59, tzinfo=UTC))
    flag(raised=datetime(2026, 12, 1, tzinfo=UTC))

    report = flag_report(NOVEMBER, at=AT)

    assert report.reasons == [
        ReasonFates("silent", Fates(6, Fate(3, 2.0), Fate(2, 2.5), Fate(1, 10.0))),
        ReasonFates("no_ship_date", Fates(1, Fate(0, None), Fate(0, None), Fate(1, 9.5))),
    ]
    assert report.total == Fates(7, Fate(3, 2.0), Fate(2, 2.5), Fate(2, 9.8))


def test_a_flag_on_an_order_that_somebody_has_already_is_taken_up_at_once():
    taken(flag().order, after=-3)

    assert flag_report(NOVEMBER, at=AT).total.taken_up == Fate(1, 0.0)


def test_a_case_file_closed_before_or_opened_after_the_flags_life_took_nothing_up():
    before, after = flag(cleared=2), flag(cleared=2)
    taken(before.order, after=-5, closed=-1)
    taken(after.order, after=3)

    assert flag_report(NOVEMBER, at=AT).total.cleared == Fate(2, 2.0)


def test_the_first_of_two_case_files_counts_and_the_flag_counts_once():
    order = OrderFactory()
    flag(order=order)
    taken(order, after=1, closed=2)
    taken(order, after=4)

    total = flag_report(NOVEMBER, at=AT).total

    assert (total.raised, total.taken_up) == (1, Fate(1, 1.0))


def test_one_case_file_takes_up_every_flag_of_its_order():
    order = OrderFactory()
    flag(order=order)
    flag(order=order, reason="no_ship_date")
    taken(order, after=2)

    assert flag_report(NOVEMBER, at=AT).total.taken_up == Fate(2, 2.0)


def test_it_is_one_query(django_assert_num_queries):
    for _ in range(3):
        flag()

    with django_assert_num_queries(1):
        flag_report(NOVEMBER, at=AT)
