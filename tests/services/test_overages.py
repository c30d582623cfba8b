from __future__ import annotations

import pytest

from shipments.models import Order
from shipments.services import overages
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import OrderFactory, ShipmentFactory, ShipmentLineFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db


def accept(order: Order, quantity: int | None, role: str = "case_manager") -> Order:
    by = UserFactory(roles=[role])
    return overages.accept(reference=order.reference, quantity=quantity, by=by, at=AT)


def said(order: Order, quantity: int | None) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        accept(order, quantity)
    return {problem.field: problem.message for problem in refused.value.problems}


def test_what_the_customer_takes_beyond_the_order_may_be_shipped():
    order = standing_order(quantity=100)

    accept(order, 5)

    ShipmentLineFactory(shipment=ShipmentFactory(), order=order, quantity=105)
    order.refresh_from_db()
    assert order.accepted_overage == 5


def test_it_is_not_lowered_beneath_what_is_shipped():
    order = standing_order(quantity=100, accepted_overage=5)
    ShipmentLineFactory(shipment=ShipmentFactory(), order=order, quantity=103)

    assert said(order, 2) == {
        "quantity": "More than that is shipped already. Enter at least what is on shipments."
    }
    assert accept(order, 3).accepted_overage == 3


@pytest.mark.parametrize("quantity", [None, -1])
def test_a_quantity_that_cannot_be_is_refused(quantity):
    assert said(standing_order(), quantity) == {
        "quantity": "Enter how many more the customer takes, a whole number, 0 for none."
    }


def test_where_nothing_is_ordered_nothing_is_exceeded():
    order = OrderFactory(reference="Q1", quantity=None)

    assert said(order, 1) == {
        "quantity": "The ordered quantity of Q1 is not published: nothing to exceed."
    }


def test_who_logs_the_shipment_does_not_widen_the_order():
    with pytest.raises(NotAllowed):
        accept(standing_order(), 1, role="shipment_clerk")
