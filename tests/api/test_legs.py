from __future__ import annotations

import pytest

from shipments.models import Leg
from shipments.standing.recompute import with_orders
from tests.factories import PlaceFactory, ShipmentFactory, ShipmentLineFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"
ADDRESS = f"/api/v1/shipments/{TCN}/legs/"
SEA = {"mode": "sea", "from_place": "USWKS", "to_place": "ILPRT", "passes": ["XPASS"]}


@pytest.fixture
def shipment(db):
    PlaceFactory(code="XPASS")
    made = ShipmentFactory(
        tcn=TCN,
        from_place=PlaceFactory(code="USWKS"),
        to_place=PlaceFactory(code="ILPRT"),
    )
    ShipmentLineFactory(shipment=made)
    with_orders(made.pk, at=AT)
    return made


def test_legs_are_planned_and_shown_with_the_shipment(api, shipment):
    response = api.post(ADDRESS, {"legs": [SEA], "because": "By sea after all"})

    (leg,) = response.json()
    assert response.status_code == 201
    assert (leg["sequence"], leg["mode"], leg["passes"]) == (1, "sea", ["XPASS"])
    assert (leg["from_place"], leg["to_place"]) == ("USWKS", "ILPRT")
    assert leg["because"] == "By sea after all"
    shown = api.get(f"/api/v1/shipments/{TCN}/").json()
    assert shown["legs"] == [leg]
    assert (shown["state"], shown["next_milestone"]) == ("planned", "departed")


def test_a_plan_that_does_not_hold_together_is_told_where(api, shipment, problem):
    response = api.post(ADDRESS, {"legs": [SEA | {"to_place": "XPASS"}]})

    found = problem(response)
    assert [(each["pointer"], each["code"]) for each in found["errors"]] == [
        ("/legs/0/to_place", "not_to_its_place")
    ]
    assert Leg.objects.count() == 0


def test_legs_of_a_shipment_there_is_none_of_are_not_found(api, shipment):
    assert api.post("/api/v1/shipments/NOPE/legs/", {"legs": [SEA]}).status_code == 404
