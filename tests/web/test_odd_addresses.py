"""What nobody's page links to and somebody sends: answered, never a fault of ours."""

from __future__ import annotations

import base64

import pytest

from tests.factories.flags import FlagFactory
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db


def marker(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "address", ["/orders/a%00b/", "/hot-list/a%00b/", "/shipments/a%00b/", "/api/v1/orders/a%00b/"]
)
def test_a_key_that_no_row_can_have_is_not_found(site, address):
    assert site.get(address).status_code == 404


def test_a_look_up_of_what_no_text_holds_finds_nothing(site):
    standing_order(reference="Q1")

    looked_up = site.get("/orders/look-up/?text=Q1%00")
    entered = site.post("/shipments/new/", {"look_up": "Q1\0Q1"})

    assert (looked_up.status_code, entered.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/orders/", '["2026-01-01", Infinity]'),
        ("/orders/", '["2026-01-01", 1.5]'),
        ("/orders/", '["2026-01-01", true]'),
        ("/orders/", "[" * 5000),
        ("/orders/?sort=order", '["\\u0000", 1]'),
        ("/orders/?sort=order", '["\\ud800", 1]'),
        ("/shipments/", '["2026-01-01T00:00:00", 1]'),
    ],
)
def test_a_marker_that_is_not_ours_leads_to_the_first_page(site, address, text):
    join = "&" if "?" in address else "?"

    response = site.get(f"{address}{join}after={marker(text)}")

    assert "The page in this address is not one of this list" in response.content.decode()


@pytest.mark.parametrize("after", ["order", "//example.org/", "https://example.org/"])
def test_whoever_comes_with_an_odd_way_on_goes_nowhere_else(site, after):
    FlagFactory(order=standing_order(reference="Q1"))

    response = site.post("/hot-list/Q1/take-up/", {"next": after})

    assert response.status_code == 302
    assert response.url == "/hot-list/Q1/"
