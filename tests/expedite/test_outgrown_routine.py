from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from shipments.expedite import sentence
from shipments.models import Order
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import NeedFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def moved_up(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(required_on=date(2027, 2, 20))
    events = apps.get_model("shipments", "OrderEvent").objects
    newest = events.filter(pgh_obj=order.pk).order_by("-pgh_id")[0]
    events.filter(pk=newest.pk).update(pgh_created_at=datetime(2026, 11, 12, 9, tzinfo=UTC))
    recompute([order.pk], at=AT)


def test_an_open_emergency_need_of_its_item_holds():
    order = quiet()
    NeedFactory(item=order.item, urgency="emergency", reference="R-1")

    judge()

    assert reasons(order) == {"outgrown_routine", "need_uncovered"}
    found = flag(order, "outgrown_routine")
    assert (found.kind, found.points, found.since) == ("speed_up", 45, date(2026, 11, 18))
    assert found.evidence == {
        "needed": 50,
        "needed_on": "2026-12-15",
        "stated_on": "2026-11-18",
        "needs": ["R-1"],
        "required_on": "2027-03-01",
        "required_on_precision": "day",
    }
    assert sentence(found, TODAY) == (
        "Routine, but 50 of its item are needed in an emergency, by 15 Dec."
    )


def test_several_needs_are_added_up_and_the_first_day_told():
    order = quiet()
    NeedFactory.create_batch(2, item=order.item, urgency="emergency")

    judge()

    assert sentence(flag(order, "outgrown_routine"), TODAY) == (
        "Routine, but 100 of its item are needed in an emergency, the first by 15 Dec."
    )


@pytest.mark.parametrize(
    "need", [{"urgency": "urgent"}, {"urgency": "emergency", "closed_on": date(2026, 11, 19)}]
)
def test_a_lesser_or_a_closed_need_does_not_hold(need):
    order = quiet()
    NeedFactory(item=order.item, **need)

    judge()

    assert "outgrown_routine" not in reasons(order)


def test_a_need_of_another_item_or_an_urgent_order_does_not_hold():
    other, urgent = quiet(), quiet(urgent=True)
    NeedFactory(item=urgent.item, urgency="emergency")

    judge()

    assert (reasons(other), reasons(urgent)) == (set(), set())


def test_a_required_date_that_was_moved_up_holds_since_that_day():
    order = quiet()
    moved_up(order)

    judge()

    found = flag(order, "outgrown_routine")
    assert found.since == date(2026, 11, 12)
    assert sentence(found, TODAY) == (
        "Routine, but its required date was moved up from 1 Mar 2027 to 20 Feb 2027."
    )


def test_both_are_told_in_one_sentence():
    order = quiet()
    NeedFactory(item=order.item, urgency="emergency")
    moved_up(order)

    judge()

    found = flag(order, "outgrown_routine")
    assert found.since == date(2026, 11, 12)
    assert sentence(found, TODAY) == (
        "Routine, but 50 of its item are needed in an emergency, by 15 Dec; "
        "its required date was moved up from 1 Mar 2027 to 20 Feb 2027."
    )


@pytest.mark.parametrize(
    ("first", "precision", "holds"),
    [
        (date(2027, 3, 31), "month", False),
        (date(2027, 12, 31), "year", False),
        (date(2027, 3, 2), "day", True),
        (date(2027, 4, 30), "month", True),
        (date(2028, 12, 31), "year", True),
    ],
)
def test_a_finer_date_within_the_month_first_stated_is_no_move(first, precision, holds):
    order = quiet(first_required_on=first, first_required_on_precision=precision)

    judge()

    assert reasons(order) == ({"outgrown_routine"} if holds else set())


def test_a_month_that_was_first_stated_is_told_as_one():
    order = quiet(first_required_on=date(2027, 4, 30), first_required_on_precision="month")

    judge()

    assert sentence(flag(order, "outgrown_routine"), TODAY) == (
        "Routine, but its required date was moved up from Apr 2027 to 1 Mar 2027."
    )


def test_a_required_date_that_was_put_off_does_not_hold():
    order = quiet(first_required_on=date(2027, 2, 1))

    judge()

    assert reasons(order) == set()


def test_closing_the_need_clears_it():
    order = quiet()
    need = NeedFactory(item=order.item, urgency="emergency")
    judge()
    need.closed_on = TODAY
    need.save()

    judge(full=True)

    assert set(order.flags.values_list("cleared_because", flat=True)) == {"No longer holds"}
