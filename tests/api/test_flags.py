from __future__ import annotations

from datetime import date

import pytest

from tests.factories import CaseFactory, ContractorFactory, ItemFactory, OrderFactory
from tests.factories.flags import FlagFactory
from tests.factories.moments import AT
from tests.factories.policies import INSTALLED
from tests.factories.standings import standing_order

FLAGS = "/api/v1/flags/"


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def test_a_flag_says_why_in_words_and_in_facts(api, noon):
    flag = FlagFactory(order__reference="Q1")

    shown = api.get(f"{FLAGS}{flag.pk}/").json()

    assert shown["sentence"] == "Nothing heard since 1 Oct, 50 days ago."
    assert shown["evidence"] == {"last_heard_on": "2026-10-01"}
    assert (shown["order"], shown["reason"], shown["kind"], shown["since"]) == (
        "Q1",
        "silent",
        "speed_up",
        "2026-11-01",
    )
    assert (shown["points"], shown["policy_version"]) == (20, INSTALLED)


def test_a_flag_that_no_longer_holds_is_gone(api):
    cleared = FlagFactory(cleared_at=AT, cleared_because="A report came in")

    assert api.get(FLAGS).json()["results"] == []
    assert api.get(f"{FLAGS}{cleared.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Q1", "Q2"]),
        ("ordering=points", ["Q2", "Q1"]),
        ("ordering=since", ["Q2", "Q1"]),
        ("reason=no_ship_date", ["Q2"]),
        ("kind=speed_up", ["Q1"]),
        ("order=Q2", ["Q2"]),
        ("since_from=2026-11-01", ["Q1"]),
        ("since_to=2026-10-31", ["Q2"]),
    ],
)
def test_the_list_is_filtered_and_ordered_as_asked(api, query, expected):
    FlagFactory(order__reference="Q1")
    FlagFactory(
        order__reference="Q2",
        reason="no_ship_date",
        kind="chase",
        since=date(2026, 10, 1),
        points=5,
        evidence={},
    )

    response = api.get(f"{FLAGS}?{query}")

    assert [flag["order"] for flag in response.json()["results"]] == expected


def test_a_reason_that_no_rule_has_is_refused(api, problem):
    refused = problem(api.get(f"{FLAGS}?reason=boredom"))

    assert (refused["status"], refused["errors"][0]["parameter"]) == (400, "reason")


@pytest.mark.parametrize("reason", ["need_uncovered", "outgrown_routine"])
def test_a_contractors_user_is_told_nothing_of_needs(contractors_api, contractors_user, reason):
    order = standing_order(reference="OURS", contractor=contractors_user.contractor)
    flag = FlagFactory(order=order, reason=reason)

    assert contractors_api.get(FLAGS).json()["results"] == []
    assert contractors_api.get(f"{FLAGS}{flag.pk}/").status_code == 404
    assert contractors_api.get("/api/v1/orders/OURS/").json()["flags"] == []


def test_a_contractors_user_sees_the_flags_of_its_own_orders(contractors_api, contractors_user):
    FlagFactory(order__reference="OURS", order__contractor=contractors_user.contractor)
    foreign = FlagFactory()

    listed = contractors_api.get(FLAGS).json()["results"]

    assert [flag["order"] for flag in listed] == ["OURS"]
    assert contractors_api.get(f"{FLAGS}{foreign.pk}/").status_code == 404


@pytest.mark.parametrize("count", [10, 1000])
def test_the_list_costs_one_query_however_long(api, django_assert_num_queries, count):
    shared = {"case": CaseFactory(), "contractor": ContractorFactory(), "item": ItemFactory()}
    for order in OrderFactory.create_batch(count, **shared):
        FlagFactory(order=order)

    with django_assert_num_queries(1):
        response = api.get(f"{FLAGS}?limit=1000")

    assert len(response.json()["results"]) == count
