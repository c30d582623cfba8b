from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.standing.recompute import recompute
from tests.factories import CaseFactory, ContractorFactory, ItemFactory, OrderFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order

ORDERS = "/api/v1/orders/"


@pytest.fixture
def orders(db):
    """Nine orders: three each day for two days, and three whose required date is unknown."""
    unknown = {"required_on": None, "required_on_precision": ""}
    days = [date(2027, 3, 1) + timedelta(days=number // 3) for number in range(6)]
    for number, day in enumerate(days):
        standing_order(reference=f"D{number}", required_on=day)
    for number in range(3):
        standing_order(reference=f"U{number}", **unknown)


IN_ORDER = ["D0", "D1", "D2", "D3", "D4", "D5", "U0", "U1", "U2"]


def walk(api, address, link="next"):
    pages = []
    while address:
        page = api.get(address).json()
        pages.append([row["reference"] for row in page["results"]])
        address = page[link]
    return pages


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 9, 10])
@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("required_on", IN_ORDER),
        ("-required_on", IN_ORDER[::-1]),
        ("reference", IN_ORDER),
        ("score", IN_ORDER),
        ("-score", IN_ORDER[::-1]),
    ],
)
def test_pages_follow_on_from_each_other_whatever_is_equal_or_unknown(
    api, orders, limit, ordering, expected
):
    pages = walk(api, f"{ORDERS}?ordering={ordering}&limit={limit}")

    assert [reference for page in pages for reference in page] == expected
    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)


@pytest.mark.parametrize("limit", [2, 3, 4])
@pytest.mark.parametrize("ordering", ["required_on", "-required_on", "reference"])
def test_the_way_back_is_the_way_there(api, orders, limit, ordering):
    address = f"{ORDERS}?ordering={ordering}&limit={limit}"
    there, last = [], address
    while address:
        page = api.get(address).json()
        there.append([row["reference"] for row in page["results"]])
        last, address = address, page["next"]

    assert walk(api, last, "previous") == there[::-1]


def test_the_first_page_has_none_before_it_and_the_last_none_after(api, orders):
    first = api.get(f"{ORDERS}?limit=5").json()
    last = api.get(first["next"]).json()
    back = api.get(last["previous"]).json()

    assert (first["previous"], last["next"], back["previous"]) == (None, None, None)
    assert back["results"] == first["results"]


def test_a_link_keeps_the_filters_it_came_with(api, orders):
    page = api.get(f"{ORDERS}?limit=2&required_to=2027-03-01").json()
    second = api.get(page["next"]).json()

    assert [row["reference"] for row in second["results"]] == ["D2"]
    assert second["next"] is None


def test_a_row_that_arrives_between_two_pages_repeats_none_and_hides_none(api, orders):
    first = api.get(f"{ORDERS}?limit=4").json()
    standing_order(reference="BEFORE", required_on=date(2027, 1, 1))
    standing_order(reference="EQUAL", required_on=date(2027, 3, 2))

    rest = walk(api, first["next"])

    assert [row["reference"] for row in first["results"]] == IN_ORDER[:4]
    assert [reference for page in rest for reference in page] == [
        "D4",
        "D5",
        "EQUAL",
        "U0",
        "U1",
        "U2",
    ]


def test_when_everything_after_a_page_is_gone_the_way_back_still_leads_somewhere(api, orders):
    first = api.get(f"{ORDERS}?limit=3&ordering=reference").json()
    filtered = first["next"] + "&required_to=2027-03-01"

    empty = api.get(filtered).json()
    back = api.get(empty["previous"]).json()

    assert (empty["results"], empty["next"]) == ([], None)
    assert [row["reference"] for row in back["results"]] == ["D0", "D1", "D2"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=1e2", "limit"),
        ("limit=" + "9" * 30, "limit"),
        ("cursor=forged", "cursor"),
        ("cursor=%00", "cursor"),
        ("ordering=item", "ordering"),
        ("ordering=--required_on", "ordering"),
    ],
)
def test_a_page_that_cannot_be_is_refused(api, problem, query, parameter):
    refused = problem(api.get(f"{ORDERS}?{query}"))

    assert (refused["status"], refused["code"]) == (400, "bad_parameters")
    assert [error["parameter"] for error in refused["errors"]] == [parameter]


def test_a_cursor_of_another_ordering_is_refused(api, orders, problem):
    page = api.get(f"{ORDERS}?limit=2").json()
    turned = page["next"] + "&ordering=reference"

    refused = problem(api.get(turned))

    assert refused["errors"][0]["detail"] == "This cursor is of the list ordered by required_on."


@pytest.mark.parametrize(("pages", "queries"), [(1, 2), (3, 2), (4, 3)])
def test_a_page_costs_the_same_wherever_it_is_but_where_the_known_end(
    api, django_assert_num_queries, pages, queries
):
    shared = {"case": CaseFactory(), "contractor": ContractorFactory(), "item": ItemFactory()}
    OrderFactory.create_batch(50, **shared)
    recompute(None, at=AT)
    address = f"{ORDERS}?limit=10"
    for _ in range(pages):
        address = api.get(address).json()["next"]

    with django_assert_num_queries(queries):  # the page, its sources; at the end, the unknown
        response = api.get(address)

    assert len(response.json()["results"]) == 10
