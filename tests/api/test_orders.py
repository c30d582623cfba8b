from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shipments.models import Notification, SourceDocument
from shipments.standing.recompute import recompute
from tests.factories import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    ItemFactory,
    OrderFactory,
    PromiseFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.flags import FlagFactory
from tests.factories.hot import heat
from tests.factories.moments import AT
from tests.factories.standings import standing_order

ORDERS = "/api/v1/orders/"


def references(response):
    return [row["reference"] for row in response.json()["results"]]


def test_an_order_shows_what_is_recorded_and_where_it_stands(api):
    order = standing_order(
        reference="Q1",
        case=CaseFactory(case_id="IS-B-ZMI"),
        contractor=ContractorFactory(name="Fictional Works"),
        item=ItemFactory(name="Crate, training", nsn="8115001234567"),
        priority_designator=12,
    )
    PromiseFactory(order=order, ship_on=date(2027, 1, 15))
    recompute([order.pk], at=AT)

    row = api.get(ORDERS).json()["results"][0]

    assert row["case"] == "IS-B-ZMI"
    assert row["item"] == {"name": "Crate, training", "nsn": "8115001234567"}
    assert row["contractor"]["name"] == "Fictional Works"
    assert (row["quantity"], row["unit_of_issue"], row["left_to_ship"]) == (100, "EA", 100)
    assert (row["required_on"], row["required_on_precision"]) == ("2027-03-01", "day")
    assert (row["status"], row["possible_sale"], row["is_open"]) == ("promised", False, True)
    assert (row["promised_ship_on"], row["priority_designator"]) == ("2027-01-15", 12)


def test_a_possible_sale_says_so_and_is_never_an_order(api):
    standing_order(
        reference="N1-1",
        possible_sale=True,
        quantity=None,
        quantity_qualifier="up to",
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
        required_on=None,
        required_on_precision="",
    )

    row = api.get(f"{ORDERS}N1-1/").json()

    assert (row["possible_sale"], row["status"], row["is_open"]) == (True, "notified", False)
    assert (row["quantity"], row["quantity_qualifier"], row["left_to_ship"]) == (
        None,
        "up to",
        None,
    )
    assert (row["required_on"], row["required_on_precision"]) == (None, None)
    assert (row["ordered_on"], row["ordered_on_precision"]) == (None, None)


def test_a_month_stays_a_month_and_a_fact_names_its_sources(api):
    order = standing_order(required_on=date(2027, 3, 31), required_on_precision="month")
    order.sources.add(
        SourceDocument.objects.create(address="https://example.com/a", recorded_at=AT)
    )

    row = api.get(ORDERS).json()["results"][0]

    assert (row["required_on"], row["required_on_precision"]) == ("2027-03-31", "month")
    assert row["sources"] == ["https://example.com/a"]


def test_the_detail_shows_authority_money_flags_promises_and_shipments(api):
    case = CaseFactory(case_id="IS-B-ZMI", value=Decimal("1500000.50"), value_currency="USD")
    notification = Notification.objects.create(
        case=case, transmittal_number="26-01", title="A fictional notice", recorded_at=AT
    )
    order = standing_order(
        reference="Q1",
        case=case,
        notification=notification,
        contract=ContractFactory(piid="FA000026C0001"),
    )
    FlagFactory(order=order)
    PromiseFactory(order=order, said_by="Order desk")
    line = ShipmentLineFactory(order=order, quantity=40, lot="L-7")

    row = api.get(f"{ORDERS}Q1/").json()

    assert row["case"]["value"] == {"amount": "1500000.50", "currency": "USD"}
    assert row["contract"]["piid"] == "FA000026C0001"
    assert row["contract"]["value"] is None
    assert row["notification"]["transmittal_number"] == "26-01"
    assert [flag["reason"] for flag in row["flags"]] == ["silent"]
    assert [promise["said_by"] for promise in row["promises"]] == ["Order desk"]
    assert row["shipment_lines"] == [
        {"tcn": line.shipment.tcn, "quantity": 40, "lot": "L-7", "cancelled": False}
    ]


def test_an_order_that_is_not_there_is_not_found(api, problem):
    body = problem(api.get(f"{ORDERS}Q404/"))

    assert (body["status"], body["code"]) == (404, "not_found")


def test_a_contractors_user_sees_its_own_orders_and_no_other(contractors_api, contractors_user):
    standing_order(reference="OURS", contractor=contractors_user.contractor)
    standing_order(reference="THEIRS")

    assert references(contractors_api.get(ORDERS)) == ["OURS"]
    assert contractors_api.get(f"{ORDERS}OURS/").status_code == 200
    assert contractors_api.get(f"{ORDERS}THEIRS/").status_code == 404
    assert contractors_api.get(f"{ORDERS}THEIRS/promises/").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=on_contract", []),
        ("status=ordered&status=notified", ["EARLY", "LATE", "SALE"]),
        ("status=notified", ["SALE"]),
        ("possible_sale=false", ["EARLY", "LATE"]),
        ("possible_sale=true", ["SALE"]),
        ("is_open=true", ["EARLY", "LATE"]),
        ("is_routine=true&possible_sale=false", ["LATE"]),
        ("urgency=urgent", ["EARLY"]),
        ("flagged=true", ["LATE"]),
        ("flagged=false", ["EARLY", "SALE"]),
        ("required_from=2027-02-01&required_to=2027-02-28", ["EARLY"]),
        ("document_number=BISZZZ63240001", ["EARLY"]),
        ("case=IS-B-ZMI", ["EARLY"]),
        ("nsn=8115001234567", ["LATE"]),
        ("ordering=-required_on", ["SALE", "LATE", "EARLY"]),
        ("ordering=reference", ["EARLY", "LATE", "SALE"]),
        ("ordering=-score&possible_sale=false", ["LATE", "EARLY"]),
    ],
)
def test_the_list_is_filtered_and_ordered_as_asked(api, query, expected):
    standing_order(
        reference="EARLY",
        document_number="BISZZZ63240001",
        case=CaseFactory(case_id="IS-B-ZMI"),
        required_on=date(2027, 2, 1),
        urgency="urgent",
    )
    late = standing_order(reference="LATE", item=ItemFactory(nsn="8115001234567"))
    heat(late, 20)
    standing_order(
        reference="SALE",
        possible_sale=True,
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
        required_on=None,
        required_on_precision="",
    )

    assert references(api.get(f"{ORDERS}?{query}")) == expected


def test_the_list_is_filtered_by_contractor(api):
    mine = standing_order(reference="Q1")
    standing_order(reference="Q2")

    response = api.get(f"{ORDERS}?contractor={mine.contractor_id}")

    assert references(response) == ["Q1"]


@pytest.mark.parametrize("count", [10, 1000])
def test_the_list_costs_two_queries_however_long(api, django_assert_num_queries, count):
    shared = {"case": CaseFactory(), "contractor": ContractorFactory(), "item": ItemFactory()}
    OrderFactory.create_batch(count, **shared)
    recompute(None, at=AT)

    with django_assert_num_queries(2):  # the page, its sources
        response = api.get(f"{ORDERS}?limit=1000")

    assert len(response.json()["results"]) == count


@pytest.mark.parametrize("count", [1, 30])
def test_the_detail_costs_the_same_however_much_hangs_on_it(api, django_assert_num_queries, count):
    order = standing_order(reference="Q1", contract=ContractFactory())
    PromiseFactory.create_batch(count, order=order)
    shipment = ShipmentFactory()
    for number in range(count):
        ShipmentLineFactory(order=order, shipment=shipment, quantity=1, lot=f"L-{number}")

    # The order, its sources, its contract's sources, flags, promises, lines.
    with django_assert_num_queries(6):
        response = api.get(f"{ORDERS}Q1/")

    assert len(response.json()["promises"]) == count
