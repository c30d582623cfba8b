from __future__ import annotations

import pytest

from tests.factories.standings import standing_order
from tests.web.pages import text

pytestmark = pytest.mark.django_db


def test_a_case_manager_records_the_overage_on_the_orders_page(site):
    standing_order(reference="Q1", quantity=100)

    response = site.post("/orders/Q1/overage/", {"overage-quantity": "5"}, follow=True)

    assert "Accepted overage of Q1 recorded." in text(response)
    assert "with 5 overage accepted" in text(response)


def test_what_cannot_be_keeps_what_was_typed(site):
    standing_order(reference="Q1", quantity=100)

    response = site.post("/orders/Q1/overage/", {"overage-quantity": "-5"})

    assert response.status_code == 422
    assert 'value="-5"' in response.content.decode()


def test_an_order_that_is_not_there_is_said_so(site):
    assert site.post("/orders/NONE/overage/", {"overage-quantity": "5"}).status_code == 404
