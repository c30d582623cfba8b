from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shipments.domain.roles import Role
from shipments.models import Promise, Standing
from tests.factories import OrderFactory, PromiseFactory, UserFactory
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

PROMISES = "/api/v1/promises/"
OF_ORDER = "/api/v1/orders/Q1/promises/"


def body(**given: Any) -> dict[str, Any]:
    said = {
        "ship_on": "2027-01-29",
        "said_by": "Order desk",
        "channel": "phone",
        "said_on": "2026-11-19",
    }
    return said | given


def test_a_promise_is_recorded_and_the_order_stands_promised(api):
    order = standing_order(reference="Q1")

    response = api.post(OF_ORDER, body(quantity=40))

    assert response.status_code == 201
    recorded = response.json()
    assert response["Location"] == f"{PROMISES}{recorded['id']}/"
    assert (recorded["order"], recorded["ship_on"], recorded["quantity"]) == (
        "Q1",
        "2027-01-29",
        40,
    )
    assert recorded["recorded_by"] == "Case Manager"
    assert api.get(response["Location"]).json() == recorded
    standing = Standing.objects.get(order=order)
    assert (standing.status, standing.promised_ship_on) == ("promised", date(2027, 1, 29))


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"ship_on": "2027-02-29"}, "/ship_on", "invalid"),
        ({"ship_on": "2026-11-01"}, "/ship_on", "before_said"),
        ({"said_by": " "}, "/said_by", "required"),
        ({"channel": "pigeon"}, "/channel", "unknown_channel"),
        ({"said_on": "2999-01-01", "ship_on": "2999-01-02"}, "/said_on", "in_the_future"),
        ({"quantity": 101}, "/quantity", "more_than_left"),
        ({"quantity": 0}, "/quantity", "min_value"),
        ({"ship_on": "2027-06-01"}, "/reason", "required"),
        ({"order": "Q2"}, "/order", "unknown_field"),
    ],
)
def test_a_promise_is_refused_and_nothing_changes(api, problem, given, pointer, code):
    standing_order(reference="Q1")
    api.post(OF_ORDER, body(ship_on="2027-03-01"))

    refused = problem(api.post(OF_ORDER, body(**given)))

    assert refused["status"] == 422
    assert (pointer, code) in [(each["pointer"], each["code"]) for each in refused["errors"]]
    assert Promise.objects.count() == 1


def test_nothing_is_promised_of_a_possible_sale(api, problem):
    standing_order(
        reference="Q1",
        possible_sale=True,
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
    )

    refused = problem(api.post(OF_ORDER, body()))

    assert (refused["status"], refused["errors"][0]["code"]) == (422, "possible_sale")
    assert not Promise.objects.exists()


def test_an_order_that_is_not_there_is_not_found(api):
    assert api.post(OF_ORDER, body()).status_code == 404
    assert api.get(OF_ORDER).status_code == 404


def test_who_may_not_record_promises_is_told_so(as_person, problem):
    standing_order(reference="Q1")
    auditor = as_person(UserFactory(roles=[Role.AUDITOR.value]))

    refused = problem(auditor.post(OF_ORDER, body()))

    assert (refused["status"], refused["code"]) == (403, "not_allowed")
    assert not Promise.objects.exists()


def test_a_contractors_user_promises_for_its_own_orders_alone(contractors_api, contractors_user):
    standing_order(reference="Q1")
    standing_order(reference="OURS", contractor=contractors_user.contractor)

    assert contractors_api.post(OF_ORDER, body()).status_code == 404
    assert contractors_api.post("/api/v1/orders/OURS/promises/", body()).status_code == 201
    assert [promise.order.reference for promise in Promise.objects.all()] == ["OURS"]


def test_a_contractors_user_reads_its_own_promises_alone(contractors_api, contractors_user):
    own = PromiseFactory(order__contractor=contractors_user.contractor)
    foreign = PromiseFactory()

    listed = contractors_api.get(PROMISES).json()["results"]

    assert [promise["id"] for promise in listed] == [own.pk]
    assert contractors_api.get(f"{PROMISES}{foreign.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["B", "A"]),
        ("ordering=id", ["A", "B"]),
        ("order=Q1", ["A"]),
        ("channel=email", ["B"]),
        ("ship_from=2027-01-10", ["A"]),
        ("ship_to=2027-01-10", ["B"]),
        ("said_from=2026-11-19", ["A"]),
        ("said_to=2026-11-18", ["B"]),
    ],
)
def test_the_list_is_filtered_and_ordered_as_asked(api, query, expected):
    PromiseFactory(order=OrderFactory(reference="Q1"), said_by="A")
    PromiseFactory(
        said_by="B", channel="email", ship_on=date(2027, 1, 5), said_on=date(2026, 11, 1)
    )

    response = api.get(f"{PROMISES}?{query}")

    assert [promise["said_by"] for promise in response.json()["results"]] == expected


def test_the_ledger_of_one_order_reads_in_the_order_it_was_said(api):
    order = OrderFactory(reference="Q1")
    PromiseFactory(order=order, said_by="First")
    PromiseFactory(order=order, said_by="Second")
    PromiseFactory()

    listed = api.get(OF_ORDER).json()["results"]

    assert [promise["said_by"] for promise in listed] == ["First", "Second"]


@pytest.mark.parametrize("count", [10, 1000])
def test_the_list_costs_one_query_however_long(api, django_assert_num_queries, count):
    order = OrderFactory()
    PromiseFactory.create_batch(count, order=order)

    with django_assert_num_queries(1):
        response = api.get(f"{PROMISES}?limit=1000")

    assert len(response.json()["results"]) == count
