"""Text that PostgreSQL cannot hold: a mangled link or a broken scanner is no error of ours."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db

NUL = "%00"


@pytest.mark.parametrize(
    "address",
    [
        f"/orders/{NUL}/",
        f"/shipments/{NUL}/",
        f"/hot-list/{NUL}/",
    ],
)
def test_an_address_with_a_null_character_names_nothing(site, address):
    assert site.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        f"/orders/?q={NUL}&after={NUL}&contractor={NUL}",
        f"/orders/look-up/?text={NUL}",
        f"/shipments/?q={NUL}&after={NUL}",
        f"/shipments/new/?order={NUL}&from_place={NUL}&tcn={NUL}",
        f"/hot-list/?after={NUL}&tab={NUL}",
        f"/needs/?state={NUL}&after={NUL}",
    ],
)
def test_a_null_character_in_what_is_looked_for_is_no_error(site, address):
    assert site.get(address).status_code == 200


@pytest.mark.parametrize("name", ["look_up", "add", "lines-0-order", "tcn", "from_place", "mode"])
@pytest.mark.parametrize("action", ["save", "line"])
def test_a_null_character_in_a_shipment_is_no_error(site, name, action):
    sent = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "action": action, name: "\0"}

    response = site.post("/shipments/new/", sent)

    assert response.status_code == (422 if action == "save" else 200)
