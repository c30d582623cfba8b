from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from shipments.domain.roles import Role
from shipments.models import Milestone, Shipment, ShipmentLine, Standing
from shipments.standing.recompute import recompute
from tests.factories import (
    MilestoneFactory,
    OrderFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.standings import standing_order

SHIPMENTS = "/api/v1/shipments/"
TCN = "BISZZZ63240001XXX"


@pytest.fixture
def places(db):
    return [PlaceFactory(code="ZZAAA"), PlaceFactory(code="ZZBBB")]


def body(**given: Any) -> dict[str, Any]:
    entry = {
        "tcn": TCN,
        "mode": "sea",
        "from_place": "ZZAAA",
        "to_place": "ZZBBB",
        "lines": [{"order": "Q1", "quantity": 40, "lot": "L-7"}],
    }
    return entry | given


def nothing_logged() -> bool:
    return not (
        Shipment.objects.exists() or ShipmentLine.objects.exists() or Milestone.objects.exists()
    )


def test_a_shipment_is_logged_and_the_order_stands_shipped(api, places, manager):
    order = standing_order(reference="Q1")

    response = api.post(SHIPMENTS, body(departed_on="2026-11-10", source="Carrier's notice"))

    assert response.status_code == 201
    assert response["Location"] == f"{SHIPMENTS}{TCN}/"
    logged = response.json()
    assert logged["lines"] == [
        {
            "order": "Q1",
            "quantity": 40,
            "unit_of_issue": "EA",
            "lot": "L-7",
            "serial_from": "",
            "serial_to": "",
        }
    ]
    assert (logged["departed_on"], logged["arrived_on"]) == ("2026-11-10", None)
    assert logged["logged_by"] == "Case Manager"
    assert [(m["kind"], m["classifier"], m["source"]) for m in logged["milestones"]] == [
        ("departed", "actual", "Carrier's notice")
    ]
    assert api.get(response["Location"]).json() == logged
    assert Standing.objects.get(order=order).status == "in_transit"


def test_without_a_tcn_one_is_made_from_the_orders_document_number(api, places):
    standing_order(reference="Q1", document_number="BISZZZ63240001")
    entry = body()
    del entry["tcn"]

    response = api.post(SHIPMENTS, entry)

    assert response.json()["tcn"] == "BISZZZ63240001XAX"


def test_shipping_more_than_is_left_is_refused_with_the_sentence_of_the_pages(api, places, problem):
    standing_order(reference="Q1", quantity=30)

    refused = problem(api.post(SHIPMENTS, body()))

    sentence = (
        "Only 30 ea are left to ship on Q1. Enter 30 or fewer. If the customer takes 10 more, "
        "a case manager records the accepted overage on the order's page first."
    )
    assert (refused["status"], refused["code"]) == (422, "refused")
    assert refused["detail"] == sentence
    assert refused["errors"] == [
        {
            "pointer": "/lines/0/quantity",
            "field": "lines.0.quantity",
            "code": "more_than_left",
            "detail": sentence,
        }
    ]
    assert nothing_logged()


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"tcn": "SHORT"}, "/tcn", "invalid_tcn"),
        ({"mode": "camel"}, "/mode", "unknown_mode"),
        ({"mode": ""}, "/mode", "unknown_mode"),
        ({"mode": 7}, "/mode", "invalid_choice"),
        ({"from_place": "NOWHERE"}, "/from_place", "unknown_place"),
        ({"to_place": "ZZAAA"}, "/to_place", "same_place"),
        ({"arrived_on": "2026-11-12"}, "/departed_on", "required"),
        (
            {"departed_on": "2026-11-12", "arrived_on": "2026-11-10"},
            "/arrived_on",
            "arrival_before_departure",
        ),
        ({"departed_on": "2070-01-01"}, "/departed_on", "in_the_future"),
        ({"departed_on": "12 Nov"}, "/departed_on", "invalid"),
        ({"lines": []}, "/lines", "no_lines"),
        ({"lines": "Q1"}, "/lines", "not_a_list"),
        ({"lines": [{"order": "Q404", "quantity": 1}]}, "/lines/0/order", "unknown_order"),
        ({"lines": [{"order": "SALE", "quantity": 1}]}, "/lines/0/order", "possible_sale"),
        ({"lines": [{"order": "Q1", "quantity": 0}]}, "/lines/0/quantity", "min_value"),
        ({"lines": [{"order": "Q1", "quantity": 10**30}]}, "/lines/0/quantity", "max_value"),
        ({"lines": [{"order": "Q1", "quantity": "40"}]}, "/lines/0/quantity", "invalid"),
        ({"lines": [{"order": "Q1", "quantity": True}]}, "/lines/0/quantity", "invalid"),
        ({"lines": [{"order": 1, "quantity": 40}]}, "/lines/0/order", "invalid"),
        ({"lines": [{"order": "Q1"}]}, "/lines/0/quantity", "required"),
        ({"lines": [{"order": "Q1", "quantity": 1, "qty": 1}]}, "/lines/0/qty", "unknown_field"),
        ({"colour": "green"}, "/colour", "unknown_field"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown_field"),
        ({"carrier": "x" * 121}, "/carrier", "max_length"),
        ({"carrier": "nul\0"}, "/carrier", "null_characters_not_allowed"),
    ],
)
@pytest.mark.usefixtures("places")
def test_a_shipment_is_refused_and_nothing_changes(api, problem, given, pointer, code):
    standing_order(reference="Q1")
    standing_order(
        reference="SALE",
        possible_sale=True,
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
    )

    refused = problem(api.post(SHIPMENTS, body(**given)))

    assert (refused["status"], refused["code"]) == (422, "refused")
    assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [(pointer, code)]
    assert nothing_logged()


def test_half_a_character_is_refused_wherever_it_stands(api, places, problem):
    standing_order(reference="Q1")
    halves = json.dumps(body(carrier="\ud800") | {"\ud800": 1})

    refused = problem(api.post(SHIPMENTS, halves, content_type="application/json"))

    assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [
        ("/carrier", "surrogate_characters_not_allowed"),
        ("/\ud800", "unknown_field"),
    ]
    assert nothing_logged()


def test_every_problem_is_told_at_once(api, places, problem):
    refused = problem(api.post(SHIPMENTS, body(mode="camel", to_place="NOWHERE")))

    assert [each["pointer"] for each in refused["errors"]] == [
        "/mode",
        "/to_place",
        "/lines/0/order",
    ]


def test_a_body_that_is_not_an_object_is_refused(api, problem):
    refused = problem(api.post(SHIPMENTS, ["tcn"]))

    assert (refused["status"], refused["errors"][0]["pointer"]) == (422, "")


def test_a_tcn_that_is_logged_already_is_a_conflict(api, places, problem):
    ShipmentFactory(tcn=TCN)
    standing_order(reference="Q1")

    refused = problem(api.post(SHIPMENTS, body()))

    assert (refused["status"], refused["code"]) == (409, "conflict")
    assert refused["errors"][0]["code"] == "duplicate_tcn"
    assert (Shipment.objects.count(), ShipmentLine.objects.count()) == (1, 0)


def test_a_taken_tcn_among_other_problems_is_refused_whole(api, places, problem):
    ShipmentFactory(tcn=TCN)
    standing_order(reference="Q1")

    refused = problem(api.post(SHIPMENTS, body(mode="camel")))

    assert refused["status"] == 422


def test_who_may_not_log_shipments_is_told_so_and_nothing_changes(as_person, places, problem):
    standing_order(reference="Q1")
    auditor = as_person(UserFactory(roles=[Role.AUDITOR.value]))

    refused = problem(auditor.post(SHIPMENTS, body()))

    assert (refused["status"], refused["code"]) == (403, "not_allowed")
    assert nothing_logged()


def test_a_contractors_user_cannot_ship_an_order_of_another(contractors_api, places, problem):
    standing_order(reference="Q1")

    refused = problem(contractors_api.post(SHIPMENTS, body()))

    assert refused["errors"][0]["code"] == "unknown_order"
    assert nothing_logged()


def test_a_contractors_user_sees_its_own_lines_of_a_shared_shipment(
    contractors_api, contractors_user
):
    shared = ShipmentFactory()
    ShipmentLineFactory(shipment=shared, quantity=1)
    own = OrderFactory(reference="OURS", contractor=contractors_user.contractor)
    ShipmentLineFactory(shipment=shared, order=own, quantity=2)
    foreign = ShipmentLineFactory(order=OrderFactory(reference="THEIRS"))

    listed = contractors_api.get(SHIPMENTS).json()["results"]

    assert [shipment["tcn"] for shipment in listed] == [shared.tcn]
    assert [line["order"] for line in listed[0]["lines"]] == ["OURS"]
    assert contractors_api.get(f"{SHIPMENTS}{foreign.shipment.tcn}/").status_code == 404
    assert contractors_api.get(f"{SHIPMENTS}?order=THEIRS").json()["results"] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["B", "A"]),
        ("ordering=logged_at", ["A", "B"]),
        ("ordering=planned_arrival_on", ["A", "B"]),
        ("order=Q1", ["A"]),
        ("mode=air", ["B"]),
        ("state=departed", ["A"]),
        ("stalled=true", ["A"]),
        ("stalled=false", ["B"]),
        ("unreleased=true", ["A"]),
        ("unreleased=false", ["B"]),
        ("from_place=ZZAAA", ["A"]),
        ("to_place=ZZBBB", ["A"]),
        ("cancelled=true", ["B"]),
        ("cancelled=false", ["A"]),
        ("carrier=Example", ["A"]),
        ("planned_arrival_from=2026-12-01&planned_arrival_to=2026-12-31", ["A"]),
    ],
)
def test_the_list_is_filtered_and_ordered_as_asked(api, places, query, expected):
    first = ShipmentFactory(
        tcn=f"{TCN[:-1]}A",
        from_place=places[0],
        to_place=places[1],
        carrier="Example",
        planned_arrival_on=date(2026, 12, 14),
    )
    ShipmentFactory(
        tcn=f"{TCN[:-1]}B", mode="air", cancelled_at=first.logged_at, cancelled_because="Error"
    )
    ShipmentLineFactory(shipment=first, order=OrderFactory(reference="Q1"))
    MilestoneFactory(shipment=first)
    MilestoneFactory(
        shipment=first,
        kind="arrived",
        classifier="planned",
        occurs_on=date(2026, 11, 19),
        recorded_at=first.logged_at + timedelta(hours=1),
    )
    recompute(None, at=first.logged_at)

    response = api.get(f"{SHIPMENTS}?{query}")

    assert [row["tcn"][-1] for row in response.json()["results"]] == expected
