from __future__ import annotations

import pytest

from tests.factories import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    ItemFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.standings import possible_sale, standing_order
from tests.web.pages import listed, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "q77",
        "BISA43 6106 0001",
        "bisa4361060001",
        "training crate",
        "Fictional Forge",
        "IS-B-QQQ",
        "w52p1j-26-c-0001",
        "BISZZZ63249999XXX",
        "forge crate",
    ],
)
def test_an_order_is_found_by_whatever_somebody_has_in_hand(site, words):
    order = standing_order(
        reference="Q77",
        document_number="BISA4361060001",
        item=ItemFactory(name="Crate, training"),
        contractor=ContractorFactory(name="Fictional Forge"),
        case=CaseFactory(case_id="IS-B-QQQ"),
        contract=ContractFactory(piid="W52P1J26C0001"),
    )
    ShipmentLineFactory(order=order, shipment=ShipmentFactory(tcn="BISZZZ63249999XXX"))
    standing_order(reference="OTHER", item=ItemFactory(name="Lamp"))

    response = site.get("/orders/", {"q": words})

    assert listed(response) == ["Q77"]


def test_a_search_among_orders_says_that_possible_sales_match_too(site):
    item = ItemFactory(name="Crate, rare")
    possible_sale(reference="SALE", item=item)

    response = site.get("/orders/?q=rare")

    assert listed(response) == []
    assert "1 in Possible sales match too." in text(response)
