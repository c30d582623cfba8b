"""Two people who log at once: each gets a TCN, and no departure takes more than it has room for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from shipments.models import Shipment
from shipments.services import shipments
from shipments.services.refusal import Refused
from shipments.services.shipments import LineEntry, ShipmentEntry
from tests.at_once import second_of_two
from tests.factories import DepartureFactory, PlaceFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_gets_the_next_code_and_a_full_departure_refuses_it():
    standing_order(reference="Q1", document_number="BISZZZ63240001")
    places = {"from_place": PlaceFactory(code="ZZAAA"), "to_place": PlaceFactory(code="ZZBBB")}
    way = DepartureFactory(capacity_kg=1500, **places)
    clerk = UserFactory()
    part = ShipmentEntry("sea", "ZZAAA", "ZZBBB", (LineEntry("Q1", 10),))
    heavy = replace(part, departure=way.pk, gross_weight_kg=Decimal(1000))

    def log(entry: ShipmentEntry) -> Shipment:
        return shipments.log(entry, by=clerk, at=AT)

    second = second_of_two(lambda: log(part), lambda: log(part))
    with pytest.raises(Refused, match="has 500 of 1,500 kg left") as refused:
        second_of_two(lambda: log(heavy), lambda: log(heavy))

    assert second.tcn == "BISZZZ63240001XBX"
    assert [problem.code for problem in refused.value.problems] == ["departure_over_capacity"]
    tcns = Shipment.objects.order_by("tcn").values_list("tcn", flat=True)
    assert [tcn[14:] for tcn in tcns] == ["XAX", "XBX", "XCX"]
