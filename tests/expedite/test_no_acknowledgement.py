from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from shipments.domain.working_days import Calendar, working_days_after
from shipments.expedite import parameters, sentence
from shipments.models import Order, Policy
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import ShipmentLineFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def change(order: Order, on: date, **terms) -> None:
    """Change what is ordered, on a day that the history then tells."""
    Order.objects.filter(pk=order.pk).update(**terms)
    events = apps.get_model("shipments", "OrderEvent").objects
    newest = events.filter(pgh_obj=order.pk).order_by("-pgh_id")[0]
    events.filter(pk=newest.pk).update(
        pgh_created_at=datetime(on.year, on.month, on.day, tzinfo=UTC)
    )
    recompute([order.pk], at=AT)


def test_after_nine_working_days_it_does_not_hold_yet():
    # Veterans Day, 11 November, is no working day.
    order = quiet(urgent=True, ordered_on=date(2026, 11, 6), acknowledged_on=None)

    judge()

    assert reasons(order) == set()


def test_on_the_tenth_working_day_it_holds():
    order = quiet(urgent=True, ordered_on=date(2026, 11, 5), acknowledged_on=None)

    judge()

    assert reasons(order) == {"no_acknowledgement"}
    found = flag(order, "no_acknowledgement")
    assert (found.kind, found.points, found.since) == ("chase", 15, TODAY)
    assert found.evidence == {"ordered_on": "2026-11-05", "ordered_on_precision": "day"}
    assert sentence(found, TODAY) == "Ordered 5 Nov; the contractor has not acknowledged it."


@pytest.mark.parametrize(
    "fields",
    [
        {"urgent": True, "acknowledged_on": date(2026, 10, 5)},
        {"urgent": False, "acknowledged_on": None},
    ],
)
def test_neither_an_acknowledged_nor_a_routine_order_is_chased(fields):
    order = quiet(**fields)

    judge()

    assert reasons(order) == set()


def test_who_has_shipped_has_accepted():
    order = quiet(urgent=True, acknowledged_on=None)
    ShipmentLineFactory(order=order)
    recompute([order.pk], at=AT)

    judge()

    assert reasons(order) == set()


def test_a_change_is_to_be_acknowledged_again():
    order = quiet(urgent=True)
    change(order, date(2026, 11, 5), quantity=120)

    judge()

    found = flag(order, "no_acknowledgement")
    assert found.since == TODAY
    assert sentence(found, TODAY) == (
        "Changed 5 Nov after it was acknowledged 5 Oct; the change is not acknowledged."
    )


@pytest.mark.parametrize(
    ("on", "terms"),
    [
        (date(2026, 11, 6), {"quantity": 120}),
        (date(2026, 11, 5), {"note": "A remark"}),
        (date(2026, 11, 5), {"quantity": 120, "acknowledged_on": date(2026, 11, 5)}),
    ],
)
def test_a_late_change_a_remark_or_an_acknowledged_change_does_not_hold(on, terms):
    order = quiet(urgent=True)
    change(order, on, **terms)

    judge()

    assert reasons(order) == set()


def test_an_order_older_than_the_calendar_reaches_is_still_found():
    order = quiet(urgent=True, ordered_on=date(2019, 1, 2), acknowledged_on=None, recorded_at=AT)

    judge()

    assert "no_acknowledgement" in reasons(order)


def test_the_calendar_given_to_the_rule_is_the_domains():
    due = parameters.values(as_of=TODAY, limits=Policy.objects.in_force().limits)[
        "acknowledgement_due_on"
    ]

    assert len(due) == parameters.ACKNOWLEDGEMENT_REACHES_BACK_DAYS
    for age in (0, 1, 2, 9, 15, 20, 300, 1463):
        placed = date.fromordinal(TODAY.toordinal() - age)
        assert due[age] == working_days_after(placed, 10, Calendar.US_FEDERAL)
