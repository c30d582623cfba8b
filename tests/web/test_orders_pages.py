from __future__ import annotations

from datetime import date

import pytest

from shipments.models import Order
from shipments.standing.recompute import recompute
from tests.factories import CaseFactory, ContractorFactory, ItemFactory, OrderFactory
from tests.factories.moments import AT
from tests.web.pages import cost, link, listed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sort", ["required", "-required", "quantity", "-contractor", "status"])
def test_pages_go_on_where_the_last_ended_and_back_again(site, sort):
    """Sixty orders, some alike and some with nothing to sort by: each comes once."""
    contractor = ContractorFactory()
    for number in range(60):
        known = number % 3 != 0
        OrderFactory(
            reference=f"R{number:02d}",
            required_on=date(2027, 1, 1 + number % 4) if known else None,
            required_on_precision="day" if known else "",
            quantity=10 + number % 5 if known else None,
            contractor=contractor if known else None,
        )
    recompute(None, at=AT)

    first = site.get(f"/orders/?sort={sort}")
    second = site.get(f"/orders/{link(first, 'next')}")
    back = site.get(f"/orders/{link(second, 'prev')}")

    assert len(listed(first)) == 50
    assert sorted(listed(first) + listed(second)) == [f"R{n:02d}" for n in range(60)]
    assert link(second, "next") == ""
    assert listed(back) == listed(first)


def test_the_list_costs_the_same_for_10_orders_and_for_1000(site):
    item, case, contractor = ItemFactory(), CaseFactory(), ContractorFactory()

    def make(count, start):
        Order.objects.bulk_create(
            OrderFactory.build(
                reference=f"N{start + n}", item=item, case=case, contractor=contractor
            )
            for n in range(count)
        )
        recompute(None, at=AT)

    make(10, 0)
    addresses = ["/orders/", "/orders/?urgency=routine&q=crate", "/orders/?sort=-required"]
    few = [cost(site, address) for address in addresses]
    make(990, 10)
    many = [cost(site, address) for address in addresses]

    assert few == many
