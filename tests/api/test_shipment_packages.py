"""What a shipment is packed in, weighs and goes by, through the API."""

from __future__ import annotations

import pytest

from shipments.models import Shipment
from tests.api.test_shipments import SHIPMENTS, body, nothing_logged
from tests.factories import (
    DepartureFactory,
    LegFactory,
    MilestoneFactory,
    PackageContentFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.standings import standing_order


@pytest.fixture
def places(db):
    return [PlaceFactory(code="ZZAAA"), PlaceFactory(code="ZZBBB")]


def test_packages_serials_weight_and_departure_are_logged_and_shown(api, places):
    standing_order(reference="Q1")
    sailing = DepartureFactory(from_place=places[0], to_place=places[1])
    line = {"order": "Q1", "quantity": 40, "serial_from": "S-001", "serial_to": "S-040"}
    packages = [
        {
            "count": 3,
            "kind": "pallet",
            "gross_weight_kg": "900.5",
            "cube_m3": "1.2",
            "contents": [{"line": 1, "each": 15}],
        }
    ]

    response = api.post(
        SHIPMENTS,
        body(lines=[line], packages=packages, departure=sailing.pk, containers=1),
    )

    logged = response.json()
    assert response.status_code == 201
    assert (logged["departure"], logged["containers"]) == (sailing.pk, 1)
    assert (logged["gross_weight_kg"], logged["cube_m3"]) == ("2701.500", "3.600")
    assert (logged["lines"][0]["serial_from"], logged["lines"][0]["serial_to"]) == (
        "S-001",
        "S-040",
    )
    assert [(each["number"], each["contents"]) for each in logged["packages"]] == [
        (1, [{"order": "Q1", "quantity": 15}]),
        (2, [{"order": "Q1", "quantity": 15}]),
        (3, [{"order": "Q1", "quantity": 10}]),
    ]


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"departure": 404}, "/departure", "departure_unknown"),
        ({"gross_weight_kg": "0"}, "/gross_weight_kg", "not_positive"),
        ({"gross_weight_kg": "-1"}, "/gross_weight_kg", "not_positive"),
        ({"gross_weight_kg": "much"}, "/gross_weight_kg", "invalid"),
        ({"packages": [{"count": 1, "kind": "sack"}]}, "/packages/0/kind", "unknown_kind"),
        ({"packages": [{"count": 0, "kind": "box"}]}, "/packages/0/count", "required"),
        (
            {"packages": [{"count": 1, "kind": "box", "contents": [{"line": 2}]}]},
            "/packages/0/line",
            "unknown_line",
        ),
        (
            {"lines": [{"order": "Q1", "quantity": 2, "serial_from": "A1", "serial_to": "A9"}]},
            "/lines/0/serial_to",
            "serials_do_not_count",
        ),
    ],
)
@pytest.mark.usefixtures("places")
def test_what_it_weighs_and_is_packed_in_is_judged(api, problem, given, pointer, code):
    standing_order(reference="Q1")

    refused = problem(api.post(SHIPMENTS, body(**given)))

    assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [(pointer, code)]
    assert nothing_logged()


@pytest.mark.parametrize("count", [10, 1000])
def test_the_list_costs_seven_queries_however_long(api, places, django_assert_num_queries, count):
    ShipmentFactory.create_batch(count, from_place=places[0], to_place=places[1])
    shipment = Shipment.objects.newest_first()[0]
    line = ShipmentLineFactory(shipment=shipment)
    MilestoneFactory(shipment=shipment)
    PackageContentFactory(package__shipment=shipment, line=line)
    LegFactory(shipment=shipment)

    # The page, its lines, its milestones, its packages, what they hold, its legs, what they pass.
    with django_assert_num_queries(7):
        response = api.get(f"{SHIPMENTS}?limit=1000")

    assert len(response.json()["results"]) == count
