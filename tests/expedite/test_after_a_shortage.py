"""What was shipped and is missing is chased like what was never shipped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shipments.expedite import sentence
from shipments.models import Order, ShipmentLine
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import (
    DiscrepancyFactory,
    MilestoneFactory,
    NeedFactory,
    ReceiptFactory,
    ReportFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def short_by_five(order: Order, **report: Any) -> ShipmentLine:
    """All hundred departed, ninety-five were counted, five are reported short."""
    line = ShipmentLineFactory(order=order, quantity=100)
    MilestoneFactory(shipment=line.shipment, occurs_on=date(2026, 11, 10))
    ReceiptFactory(line=line, quantity=95)
    DiscrepancyFactory(line=line, quantity=5, **report)
    recompute([order.pk], at=AT)
    return line


def test_past_its_required_date_it_is_flagged_for_what_is_missing():
    order = quiet(required_on=date(2026, 11, 19))
    short_by_five(order)

    judge()

    assert sentence(flag(order, "past_required_date"), TODAY) == (
        "Required date 19 Nov passed 1 day ago; 5 of 100 EA not delivered."
    )


def test_its_promise_counts_as_broken_for_what_is_missing():
    order = quiet()
    short_by_five(order)

    judge(as_of=date(2027, 1, 16))

    assert sentence(flag(order, "promise_broken"), date(2027, 1, 16)) == (
        "Promised to ship 15 Jan, 1 day ago; 5 EA of 100 EA not shipped."
    )


def test_without_a_promise_a_ship_date_is_asked_for_again():
    order = quiet(urgent=True, promised=False, ordered_on=date(2026, 6, 1))
    ShipmentLineFactory(order=order, quantity=100)
    recompute([order.pk], at=AT)
    judge()
    before = reasons(order)
    line = order.shipment_lines.get()
    DiscrepancyFactory(line=line, quantity=5)
    recompute([order.pk], at=AT)

    judge()

    assert "no_ship_date" not in before
    assert "no_ship_date" in reasons(order)


def test_once_nothing_more_is_heard_it_is_silent():
    order = quiet(urgent=True)
    short_by_five(order)

    judge(as_of=date(2026, 12, 20))
    soon = reasons(order)
    judge(as_of=date(2027, 1, 5))

    assert "silent" not in soon
    assert "silent" in reasons(order)


def test_a_need_that_counted_on_it_is_uncovered_again():
    order = quiet(required_on=date(2027, 6, 1))
    NeedFactory(item=order.item, quantity=100, needed_on=date(2026, 12, 1))
    line = ShipmentLineFactory(order=order, quantity=100)
    MilestoneFactory(shipment=line.shipment, kind="departed", occurs_on=date(2026, 11, 10))
    MilestoneFactory(shipment=line.shipment, kind="arrived", occurs_on=date(2026, 11, 18))
    recompute([order.pk], at=AT)
    judge()
    before = reasons(order)
    DiscrepancyFactory(line=line, quantity=5)
    recompute([order.pk], at=AT)

    judge()

    assert "need_uncovered" not in before
    assert flag(order, "need_uncovered").evidence["closes"] == 5


def test_goods_that_were_ready_once_do_not_wait_because_they_were_lost():
    order = quiet()
    ReportFactory(
        order=order, kind="ready", quantity=100, occurs_on=date(2026, 10, 20), recorded_at=AT
    )
    short_by_five(order)

    judge(as_of=date(2026, 12, 20))

    assert "ready_not_shipped" not in reasons(order)


def test_what_is_not_to_be_replaced_is_not_chased():
    order = quiet(required_on=date(2026, 11, 19))
    short_by_five(order, to_replace=0)

    judge()

    assert reasons(order) == set()


def test_its_replacement_clears_what_was_flagged():
    order = quiet(required_on=date(2026, 11, 19))
    short_by_five(order)
    judge()
    again = ShipmentLineFactory(order=order, quantity=5)
    MilestoneFactory(shipment=again.shipment, occurs_on=date(2026, 11, 18))
    ReceiptFactory(line=again, quantity=5)
    recompute([order.pk], at=AT)

    judge()

    assert reasons(order) == set()
