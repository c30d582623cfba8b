from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.expedite import sentence
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import MilestoneFactory, ShipmentLineFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

DEPARTED = date(2026, 11, 10)
DUE = date(2026, 12, 10)  # thirty days on the way, the planning figure
LAST_DAY = DUE + timedelta(days=5)


def under_way(*, urgent=True, **fields):
    order = quiet(urgent=urgent, **fields)
    line = ShipmentLineFactory(order=order, quantity=100)
    MilestoneFactory(shipment=line.shipment, occurs_on=DEPARTED)
    recompute([order.pk], at=AT)
    return order, line.shipment


@pytest.mark.parametrize(
    ("as_of", "holds"), [(LAST_DAY, False), (LAST_DAY + timedelta(days=1), True)]
)
def test_beyond_the_grace_it_holds(as_of, holds):
    order, shipment = under_way()

    judge(as_of=as_of)

    assert ("stalled_in_transit" in reasons(order)) is holds
    if holds:
        found = flag(order, "stalled_in_transit")
        assert (found.kind, found.points, found.since) == ("chase", 30, as_of)
        assert found.evidence == {
            "due_on": "2026-12-10",
            "tcn": shipment.tcn,
            "milestone": "departed",
            "milestone_on": "2026-11-10",
        }
        assert sentence(found, as_of) == (
            f"The next milestone was due 10 Dec, 6 days ago; last told of {shipment.tcn}: "
            "departed 10 Nov."
        )


def test_of_two_shipments_the_one_that_stalls_is_named():
    order, shipment = under_way(quantity=200)
    other = ShipmentLineFactory(order=order, quantity=100)
    MilestoneFactory(shipment=other.shipment, occurs_on=date(2026, 11, 18))
    recompute([order.pk], at=AT)

    judge(as_of=LAST_DAY + timedelta(days=1))

    assert flag(order, "stalled_in_transit").evidence["tcn"] == shipment.tcn


@pytest.mark.parametrize("urgent", [True, False])
def test_what_has_arrived_and_a_routine_order_are_left(urgent):
    order, shipment = under_way(urgent=urgent)
    if urgent:
        MilestoneFactory(shipment=shipment, kind="arrived", occurs_on=TODAY)
        MilestoneFactory(shipment=shipment, kind="received", occurs_on=TODAY)
        recompute([order.pk], at=AT)

    judge(as_of=LAST_DAY + timedelta(days=1))

    assert "stalled_in_transit" not in reasons(order)
