from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.expedite import sentence
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import PromiseFactory, ShipmentLineFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

FIRST = date(2027, 1, 15)


def slips(order, *days: int) -> None:
    """Promises of so many days after the first one, each said a day later than the one before."""
    for nth, later in enumerate(days, start=1):
        PromiseFactory(
            order=order,
            ship_on=FIRST + timedelta(days=later),
            said_on=date(2026, 11, 19) + timedelta(days=nth),
            recorded_at=AT + timedelta(minutes=nth),
        )
    recompute([order.pk], at=AT)


@pytest.mark.parametrize(
    ("days", "holds"),
    [
        ((1,), False),
        ((1, 2), True),
        ((20,), False),
        ((21,), True),
        ((20, -5), False),
        ((5, 3), False),
    ],
)
@pytest.mark.parametrize("urgent", [False, True])
def test_two_moves_later_or_three_weeks_hold_and_less_does_not(urgent, days, holds):
    order = quiet(urgent=urgent, required_on=date(2027, 6, 1))
    slips(order, *days)

    judge()

    assert ("slipping" in reasons(order)) is holds


def test_it_is_told_how_often_how_far_and_since_when():
    order = quiet(urgent=True, required_on=date(2027, 6, 1))
    slips(order, 10, 25)

    judge(as_of=TODAY + timedelta(days=5))

    found = flag(order, "slipping")
    assert (found.kind, found.points, found.since) == ("chase", 25, date(2026, 11, 21))
    assert found.evidence == {
        "moved_later": 2,
        "first_promised_ship_on": "2027-01-15",
        "promised_ship_on": "2027-02-09",
        "days_later": 25,
    }
    assert sentence(found, TODAY) == (
        "The promised ship date has moved later twice, from 15 Jan 2027 to 9 Feb 2027: 25 days."
    )


def test_moved_to_and_fro_no_days_are_told():
    order = quiet(required_on=date(2027, 6, 1))
    slips(order, 5, -3, 0)

    judge()

    assert sentence(flag(order, "slipping"), TODAY) == (
        "The promised ship date has moved later twice; it was 15 Jan 2027 at first and is "
        "15 Jan 2027 now."
    )


def test_of_days_it_holds_since_they_were_last_fewer():
    order = quiet(required_on=date(2027, 6, 1))
    slips(order, 30, 10, 12, 40)  # the third move later is the second one, on 22 November

    judge()

    assert flag(order, "slipping").since == date(2026, 11, 22)


@pytest.mark.parametrize(("shipped", "holds"), [(99, True), (100, False)])
def test_what_has_all_been_shipped_slips_no_more(shipped, holds):
    order = quiet(required_on=date(2027, 6, 1))
    slips(order, 1, 2)
    ShipmentLineFactory(order=order, quantity=shipped)
    recompute([order.pk], at=AT)

    judge()

    assert ("slipping" in reasons(order)) is holds


def test_a_date_that_was_said_before_the_last_one_slips_since_it_was_said():
    order = quiet(urgent=True, required_on=date(2027, 6, 1))
    slips(order, 10)
    told = {"reported_at": AT - timedelta(days=3), "recorded_at": AT + timedelta(hours=1)}
    PromiseFactory(order=order, ship_on=FIRST - timedelta(days=5), said_on=TODAY, **told)
    recompute([order.pk], at=AT)
    judge(as_of=TODAY + timedelta(days=5))

    found = flag(order, "slipping")

    assert found.since == date(2026, 11, 20)
    assert found.evidence == {
        "moved_later": 2,
        "first_promised_ship_on": "2027-01-10",
        "promised_ship_on": "2027-01-25",
        "days_later": 15,
    }
