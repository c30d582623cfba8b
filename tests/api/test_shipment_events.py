from __future__ import annotations

import pytest

from tests.factories import MilestoneFactory, ShipmentFactory, ShipmentLineFactory

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"


@pytest.fixture
def departed():
    shipment = ShipmentFactory(tcn=TCN)
    ShipmentLineFactory(shipment=shipment)
    return MilestoneFactory(shipment=shipment)


def test_what_happened_is_read_in_the_shape_of_dcsa(api, departed):
    response = api.get(f"/api/v1/shipments/{TCN}/events/")

    (event,) = response.json()["events"]
    assert response.status_code == 200
    assert event["metadata"]["eventType"] == "TRANSPORT"
    assert event["quayline"]["tcn"] == TCN
    assert event["quayline"]["shipment"] == f"http://testserver/shipments/{TCN}/"


def test_what_happened_is_read_as_a_document_of_epcis(api, departed):
    document = api.get(f"/api/v1/shipments/{TCN}/events/epcis/").json()

    assert document["type"] == "EPCISDocument"
    assert [each["bizStep"] for each in document["epcisBody"]["eventList"]] == ["departing"]


def test_nobody_reads_what_happened_to_anothers_shipment(contractors_api, departed):
    for address in ("events/", "events/epcis/"):
        assert contractors_api.get(f"/api/v1/shipments/{TCN}/{address}").status_code == 404


def test_a_parameter_that_is_none_is_refused(api, departed):
    response = api.get(f"/api/v1/shipments/{TCN}/events/?kind=departed")

    assert response.status_code == 400
