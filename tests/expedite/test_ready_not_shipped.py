from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.expedite import sentence
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import ReportFactory, ShipmentLineFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def ready(order, **fields):
    report = ReportFactory(order=order, **fields)
    recompute([order.pk], at=AT)
    return report


@pytest.mark.parametrize(("waited", "held"), [(5, set()), (6, {"ready_not_shipped"})])
@pytest.mark.parametrize("kind", ["ready", "inspected"])
def test_on_the_sixth_day_goods_that_wait_hold(kind, waited, held):
    order = quiet()
    ready(order, kind=kind, occurs_on=TODAY - timedelta(days=waited))

    judge()

    assert reasons(order) == held


def test_it_is_told_what_waits_and_since_when():
    order = quiet()
    ready(order, quantity=40, occurs_on=date(2026, 11, 10))

    judge()

    found = flag(order, "ready_not_shipped")
    assert (found.kind, found.points, found.since) == ("speed_up", 35, date(2026, 11, 16))
    assert found.evidence == {"ready_on": "2026-11-10", "waiting": 40, "unit": "EA"}
    assert sentence(found, TODAY) == "40 EA ready since 10 Nov, 10 days ago, and on no shipment."


@pytest.mark.parametrize(("shipped", "waiting"), [(39, 1), (40, None)])
def test_what_is_on_a_shipment_no_longer_waits(shipped, waiting):
    order = quiet()
    ready(order, quantity=40, occurs_on=date(2026, 11, 10))
    ShipmentLineFactory(
        order=order, quantity=shipped, shipment__logged_at=AT + timedelta(minutes=1)
    )
    recompute([order.pk], at=AT)

    judge()

    found = order.flags.filter(reason="ready_not_shipped").first()
    assert (found.evidence["waiting"] if found else None) == waiting


def test_an_urgent_order_is_not_sped_up():
    order = quiet(urgent=True)
    ready(order, occurs_on=date(2026, 11, 1))

    judge()

    assert reasons(order) == set()


def test_another_report_is_no_readiness():
    order = quiet()
    ready(order, kind="status", occurs_on=date(2026, 11, 1))

    judge()

    assert reasons(order) == set()
