from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.expedite import sentence
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import PromiseFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

EXPECTED = date(2027, 2, 14)  # the promise of 15 January plus 30 days


def test_within_the_grace_it_does_not_hold():
    order = quiet(required_on=EXPECTED - timedelta(days=3))

    judge()

    assert reasons(order) == set()


@pytest.mark.parametrize(("urgent", "kind"), [(False, "speed_up"), (True, "chase")])
def test_one_day_beyond_the_grace_it_holds(urgent, kind):
    order = quiet(required_on=EXPECTED - timedelta(days=4), urgent=urgent)

    judge()

    assert reasons(order) == {"late_for_required_date"}
    found = flag(order, "late_for_required_date")
    assert (found.kind, found.points, found.since) == (kind, 30, date(2026, 11, 19))
    assert found.evidence == {
        "expected_delivery_on": "2027-02-14",
        "expected_basis": "promise plus 30 days, a planning figure",
        "required_on": "2027-02-10",
        "required_on_precision": "day",
        "basis": "required date",
        "days_late": 4,
    }
    assert sentence(found, TODAY) == (
        "Expected 14 Feb 2027, 4 days after the required date 10 Feb 2027. "
        "Expected from: promise plus 30 days, a planning figure."
    )


def test_no_days_are_counted_after_a_month():
    order = quiet(required_on=date(2027, 1, 31), required_on_precision="month")

    judge()

    assert sentence(flag(order, "late_for_required_date"), TODAY) == (
        "Expected 14 Feb 2027; the required date is Jan 2027. "
        "Expected from: promise plus 30 days, a planning figure."
    )


def test_an_order_without_a_promise_expects_nothing():
    order = quiet(required_on=date(2026, 12, 1), promised=False)

    judge()

    assert reasons(order) == set()


def test_a_better_promise_clears_it_and_a_worse_one_changes_its_evidence():
    order = quiet(required_on=date(2027, 2, 1))
    judge()
    PromiseFactory(order=order, ship_on=date(2027, 1, 30), said_on=TODAY)
    recompute([order.pk], at=AT)

    worse = judge()

    assert (worse.raised, worse.changed, worse.cleared) == (0, 1, 0)
    assert flag(order, "late_for_required_date").evidence["days_late"] == 28

    later = AT + timedelta(minutes=1)
    PromiseFactory(order=order, ship_on=date(2026, 12, 1), said_on=TODAY, recorded_at=later)
    recompute([order.pk], at=AT)

    better = judge()

    assert (better.raised, better.changed, better.cleared) == (0, 0, 1)
    assert order.flags.get().cleared_because == "No longer holds"
