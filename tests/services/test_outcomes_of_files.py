"""Whether a promise that a file told late was kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import Expedite
from shipments.services import outcomes
from shipments.services.outcomes import Found
from shipments.standing.recompute import recompute
from tests.factories import MilestoneFactory, PromiseFactory, ShipmentLineFactory
from tests.factories.case_files import expeditor, in_hand
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

PROMISED = date(2026, 11, 18)
KEPT = Found(kept=1, broken=0, firm=0)
BROKEN = Found(kept=0, broken=1, firm=0)


@pytest.mark.parametrize(("left_on", "found"), [(date(2026, 11, 9), BROKEN), (PROMISED, KEPT)])
def test_what_left_since_it_was_said_counts_and_what_left_before_does_not(left_on, found):
    """It came after both; 40 more were promised on 10 November for the 18th."""
    order = in_hand(expeditor(), reference="Q1")
    said = PromiseFactory(
        order=order,
        ship_on=PROMISED,
        quantity=40,
        reported_at=AT - timedelta(days=10),
        recorded_at=AT,
    )
    Expedite.objects.update(commitment=said, state="committed")
    line = ShipmentLineFactory(order=order, quantity=40)
    MilestoneFactory(shipment=line.shipment, occurs_on=left_on, recorded_at=AT - timedelta(days=1))
    recompute([order.pk], at=AT)

    assert outcomes.run(as_of=TODAY, at=AT) == found
