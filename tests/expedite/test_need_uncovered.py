from __future__ import annotations

from datetime import date

import pytest

from shipments.expedite import sentence
from shipments.models import Substitute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import ItemFactory, NeedFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def test_a_need_that_the_order_comes_too_late_for_holds():
    order = quiet()  # expected on 14 February
    NeedFactory(item=order.item, reference="R-7", needed_on=date(2027, 2, 13))

    judge()

    assert reasons(order) == {"need_uncovered"}
    found = flag(order, "need_uncovered")
    assert (found.kind, found.points, found.since) == ("speed_up", 50, TODAY)
    assert found.evidence == {
        "closes": 50,
        "unit": "EA",
        "shortfall_of": "need R-7",
        "needs": ["R-7"],
        "needed_on": "2027-02-13",
        "expected_on": "2027-02-14",
        "days_sooner": 1,
    }
    assert sentence(found, TODAY) == (
        "50 EA of it would close the shortfall of need R-7, needed by 13 Feb 2027, if it came "
        "1 day sooner than 14 Feb 2027."
    )


def test_a_need_that_the_order_comes_in_time_for_does_not_hold():
    order = quiet()
    NeedFactory(item=order.item, needed_on=date(2027, 2, 14))

    judge()

    assert reasons(order) == set()


def test_no_more_is_told_than_what_is_short():
    first = quiet()
    later = quiet(item=first.item, quantity=30)
    NeedFactory(item=first.item, quantity=120)

    judge()

    assert [flag(each, "need_uncovered").evidence["closes"] for each in (first, later)] == [100, 20]


def test_several_needs_are_added_up_and_the_first_day_told():
    order = quiet()
    NeedFactory(item=order.item, quantity=40, needed_on=date(2027, 1, 10))
    NeedFactory(item=order.item, quantity=30, needed_on=date(2026, 12, 15), reference="R-8")

    judge()

    found = flag(order, "need_uncovered")
    assert found.evidence["needs"] == ["R-8"]
    assert sentence(found, TODAY) == (
        "70 EA of it would close the shortfall of 2 needs, needed by 15 Dec, if it came 61 days "
        "sooner than 14 Feb 2027."
    )


def test_an_order_that_nobody_promised_is_told_without_days():
    order = quiet(promised=False)
    NeedFactory(item=order.item)

    judge()

    assert sentence(flag(order, "need_uncovered"), TODAY) == (
        "50 EA of it would close the shortfall of a need, needed by 15 Dec; when it comes is not "
        "known."
    )


def test_an_accepted_substitute_says_for_what():
    order = quiet()
    needed = ItemFactory(name="Crate, field")
    Substitute.objects.create(
        item=needed, accepted=order.item, rank=1, source="Receiving staff", recorded_at=AT
    )
    NeedFactory(item=needed)

    judge()

    assert sentence(flag(order, "need_uncovered"), TODAY).endswith(
        "61 days sooner than 14 Feb 2027; it is accepted in place of Crate, field."
    )


def test_an_urgent_order_is_not_pulled_forward():
    order = quiet(urgent=True)
    NeedFactory(item=order.item)

    judge()

    assert reasons(order) == set()


def test_meeting_the_need_clears_it():
    order = quiet()
    need = NeedFactory(item=order.item)
    judge()
    need.closed_on = TODAY
    need.save()

    judge()

    assert order.flags.get().cleared_because == "No longer holds"
