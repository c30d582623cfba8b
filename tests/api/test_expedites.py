from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shipments.models import Expedite, OutboxMessage, User
from tests.factories import ContactFactory, ContractorFactory, HoldFactory, UserFactory
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.hot import flagged_order
from tests.factories.moments import TODAY

pytestmark = pytest.mark.django_db

EXPEDITES = "/api/v1/expedites/"
STEPS = f"{EXPEDITES}steps/"


@pytest.fixture
def by() -> User:
    return expeditor()


@pytest.fixture
def mine(as_person, by):
    return as_person(by)


def address(file: Expedite, what: str = "") -> str:
    return f"{EXPEDITES}{file.pk}/{what}"


def test_orders_are_taken_up_together(mine, by):
    works = ContractorFactory()
    for reference in ("Q1", "Q2"):
        flagged_order(reference=reference, contractor=works)

    response = mine.post(EXPEDITES, {"orders": ["Q2", "Q1"], "lever": "ship_ready"})

    assert response.status_code == 201
    files = response.json()
    assert [(each["order"], each["owner"], each["lever"]) for each in files] == [
        ("Q2", by.name, "ship_ready"),
        ("Q1", by.name, "ship_ready"),
    ]


def test_what_somebody_has_is_a_conflict(mine, problem):
    in_hand(first := expeditor(), reference="Q1")

    body = problem(mine.post(EXPEDITES, {"orders": ["Q1"]}))

    assert (body["status"], body["code"]) == (409, "conflict")
    assert body["detail"].startswith(f"{first.name} took up Q1")


def test_a_held_order_is_refused_with_its_hold(mine, problem):
    HoldFactory(order=flagged_order(reference="Q1"))

    body = problem(mine.post(EXPEDITES, {"orders": ["Q1"]}))

    assert [(each["code"]) for each in body["errors"]] == ["held"]
    assert not Expedite.objects.exists()


def test_a_file_shows_what_was_done_in_it(mine, by):
    file = file_of(in_hand(by, reference="Q1"))

    body = mine.get(address(file)).json()

    assert (body["order"], body["state"], body["reasons"][0]["reason"]) == ("Q1", "open", "silent")
    assert [(each["kind"], each["by"]) for each in body["actions"]] == [("opened", by.name)]


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_one_query_however_long(mine, by, count, django_assert_num_queries):
    for _ in range(count):
        in_hand(by)

    with django_assert_num_queries(1):
        response = mine.get(EXPEDITES)

    assert len(response.json()["results"]) == count


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("open=true", ["Q2"]),
        ("open=false", ["Q1"]),
        ("state=closed", ["Q1"]),
        ("order=Q2", ["Q2"]),
        ("due_to=2026-11-19", []),
    ],
)
def test_the_list_is_filtered(mine, by, query, found):
    for reference in ("Q1", "Q2"):
        in_hand(by, reference=reference)
    mine.post(address(Expedite.objects.get(order__reference="Q1"), "close/"), {"outcome": "Done"})

    rows = mine.get(f"{EXPEDITES}?{query}").json()["results"]

    assert [each["order"] for each in rows] == found


@pytest.mark.parametrize(
    ("what", "body", "kind"),
    [
        ("note/", {"text": "Spoke to them"}, "noted"),
        ("close/", {"outcome": "No longer needed"}, "closed"),
    ],
)
def test_a_write_answers_with_the_file(mine, by, what, body, kind):
    response = mine.post(address(file_of(in_hand(by)), what), body)

    assert response.status_code == 200
    assert [each["kind"] for each in response.json()["actions"]] == ["opened", kind]


def test_a_refusal_names_its_field_and_nothing_changes(mine, by, problem):
    order = in_hand(by)
    body = {"until": str(TODAY + timedelta(days=2000)), "reason": "Waits"}

    refused = problem(mine.post(address(file_of(order), "snooze/"), body))

    assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [
        ("/until", "not_ahead")
    ]
    assert done_in(order) == ["opened"]


def test_a_write_sent_twice_is_done_once_also_when_it_closed_the_file(mine, by):
    order = in_hand(by, reference="Q1")
    body = {"outcome": "Done", "call": str(uuid4())}
    first = mine.post(address(file_of(order), "close/"), body)

    again = mine.post(address(file_of(order), "close/"), body)

    assert (again.status_code, again.json()) == (200, first.json())
    assert done_in(order) == ["opened", "closed"]


def test_a_closed_file_does_not_pass_for_the_next_of_its_order(mine, by, problem):
    order = in_hand(by, reference="Q1")
    old = file_of(order)
    mine.post(address(old, "close/"), {"outcome": "Done"})
    mine.post(EXPEDITES, {"orders": ["Q1"]})

    body = problem(mine.post(address(old, "close/"), {"outcome": "Again"}))

    assert body["status"] == 404
    assert file_of(order).closed_at is None


def test_a_file_is_handed_over_by_number(mine, by, problem):
    order, to = in_hand(by, reference="Q1"), expeditor()

    response = mine.post(address(file_of(order), "hand-over/"), {"to": to.pk, "reason": "Leave"})

    assert response.json()["owner_id"] == to.pk
    missing = mine.post(address(file_of(order), "hand-over/"), {"to": 10**9, "reason": "Leave"})
    assert problem(missing)["errors"][0]["code"] == "unknown_person"


def test_a_step_is_taken_once_however_often_it_is_sent(mine, by):
    order = in_hand(by, reference="Q1")
    contact = ContactFactory(contractor=order.contractor)
    body: dict[str, Any] = {
        "orders": ["Q1"],
        "step": "follow_up",
        "contact": contact.pk,
        "call": str(uuid4()),
    }

    first = mine.post(STEPS, body)
    again = mine.post(STEPS, body)

    assert first.status_code == 200
    assert [each["state"] for each in first.json()] == ["contacted"]
    assert again.json() == first.json()
    assert "http://testserver/answer/" in OutboxMessage.objects.get().text


def test_what_the_governor_says_is_the_refusal(mine, by, problem):
    order = in_hand(by, reference="Q1")
    ContactFactory(contractor=order.contractor)
    body = {"orders": ["Q1"], "step": "follow_up", "call": str(uuid4())}
    mine.post(STEPS, body)

    refused = problem(mine.post(STEPS, body | {"call": str(uuid4())}))

    assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [
        ("/override_reason", "not_yet")
    ]
    assert OutboxMessage.objects.count() == 1


def test_for_a_contractor_none_of_it_is_there(as_person, by, problem):
    order = in_hand(by, reference="Q1")
    file = file_of(order)
    person = UserFactory(roles=["contractor", "expeditor"], contractor=order.contractor)
    theirs = as_person(person)

    answers = [
        theirs.get(EXPEDITES),
        theirs.post(EXPEDITES, {"orders": ["Q1"]}),
        theirs.get(address(file)),
        theirs.post(address(file, "note/"), {"text": "Hello"}),
        theirs.post(address(file, "close/"), {"outcome": "Done"}),
        theirs.post(STEPS, {"orders": ["Q1"], "step": "follow_up", "call": str(uuid4())}),
        theirs.get("/api/v1/proposals/"),
        theirs.post(f"/api/v1/proposals/{uuid4()}/accept/", {}),
    ]

    assert {problem(answer)["status"] for answer in answers} == {404}
    assert done_in(order) == ["opened"]


def test_a_clerk_reads_and_writes_nothing(as_person, by, problem):
    order = in_hand(by, reference="Q1")
    clerk = as_person(UserFactory(roles=["shipment_clerk"]))

    assert clerk.get(address(file_of(order))).status_code == 200
    body = problem(clerk.post(address(file_of(order), "note/"), {"text": "Hello"}))

    assert body["status"] == 403
    assert done_in(order) == ["opened"]
