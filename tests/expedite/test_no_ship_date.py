from __future__ import annotations

from datetime import date

import pytest

from shipments.expedite import sentence
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import PromiseFactory, ShipmentLineFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def ordered(on: date, **fields):
    return quiet(urgent=True, promised=False, ordered_on=on, acknowledged_on=on, **fields)


def test_fourteen_days_without_a_ship_date_are_within_the_limit():
    order = ordered(date(2026, 11, 6))

    judge()

    assert reasons(order) == set()


def test_the_next_day_it_holds():
    order = ordered(date(2026, 11, 5))

    judge()

    assert reasons(order) == {"no_ship_date"}
    found = flag(order, "no_ship_date")
    assert (found.kind, found.points, found.since) == ("chase", 20, TODAY)
    assert found.evidence == {"ordered_on": "2026-11-05", "ordered_on_precision": "day"}
    assert sentence(found, TODAY) == "Ordered 5 Nov; no ship date has been promised since."


def test_a_routine_order_is_not_chased():
    order = quiet(promised=False)

    judge()

    assert reasons(order) == set()


def test_an_order_of_some_day_in_october_counts_from_its_last():
    order = ordered(date(2026, 10, 1), ordered_on_precision="month")

    judge(as_of=date(2026, 11, 14))
    on_the_last_day_within = reasons(order)
    judge(as_of=date(2026, 11, 15))

    assert "no_ship_date" not in on_the_last_day_within
    assert sentence(flag(order, "no_ship_date"), TODAY) == (
        "Ordered Oct 2026; no ship date has been promised since."
    )


def test_a_promise_clears_it():
    order = ordered(date(2026, 11, 5))
    judge()
    PromiseFactory(order=order)
    recompute([order.pk], at=AT)

    judge()

    assert reasons(order) == set()


@pytest.mark.parametrize(("shipped", "flagged"), [(100, False), (99, True)])
def test_what_has_all_been_shipped_needs_no_ship_date(shipped, flagged):
    order = ordered(date(2026, 11, 5))
    ShipmentLineFactory(order=order, quantity=shipped)
    recompute([order.pk], at=AT)

    judge()

    assert ("no_ship_date" in reasons(order)) is flagged
