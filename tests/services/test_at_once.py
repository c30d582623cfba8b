"""What two people write at once about one order: neither may hide what the other wrote."""

from __future__ import annotations

from functools import partial

import pytest

from shipments.domain.roles import Role
from shipments.models import Milestone, Shipment, Standing, User
from shipments.services import milestones, shipments
from shipments.services.refusal import Refused
from tests.at_once import second_of_two
from tests.factories import ShipmentLineFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk() -> User:
    return UserFactory(roles=[Role.SHIPMENT_CLERK.value])


def departed(shipment: Shipment, clerk: User) -> partial[Milestone]:
    return partial(
        milestones.record,
        tcn=shipment.tcn,
        kind="departed",
        classifier="actual",
        occurs_on=AT.date(),
        source="Carrier",
        by=clerk,
        at=AT,
    )


def test_two_departures_of_one_order_both_count(clerk):
    order = standing_order()
    one = ShipmentLineFactory(order=order, quantity=60).shipment
    other = ShipmentLineFactory(order=order, quantity=40).shipment

    second_of_two(departed(one, clerk), departed(other, clerk))

    assert Standing.objects.get(order=order).departed_quantity == 100


def test_a_departure_and_a_cancelled_shipment_of_one_order_both_count(clerk):
    order = standing_order()
    one = ShipmentLineFactory(order=order, quantity=60).shipment
    other = ShipmentLineFactory(order=order, quantity=40).shipment

    second_of_two(
        departed(one, clerk),
        partial(shipments.cancel, tcn=other.tcn, reason="Not sent", by=clerk, at=AT),
    )

    standing = Standing.objects.get(order=order)
    assert (standing.departed_quantity, standing.shipped_quantity) == (60, 60)


def test_a_shipment_being_cancelled_does_not_depart(clerk):
    shipment = ShipmentLineFactory(order=standing_order()).shipment

    with pytest.raises(Refused) as refused:
        second_of_two(
            partial(shipments.cancel, tcn=shipment.tcn, reason="Not sent", by=clerk, at=AT),
            departed(shipment, clerk),
        )

    assert [problem.code for problem in refused.value.problems] == ["cancelled"]
    assert not Milestone.objects.exists()
