from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from shipments.models import Promise, Proposal, User
from shipments.services import answers
from shipments.services.answers import Answer, AnswerKind
from shipments.standing.recompute import recompute
from tests.factories import PromiseFactory
from tests.factories.case_files import answer_link, expeditor, in_hand
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

PROPOSALS = "/api/v1/proposals/"


@pytest.fixture
def by() -> User:
    return expeditor()


@pytest.fixture
def mine(as_person, by):
    return as_person(by)


@pytest.fixture
def batch(by) -> UUID:
    """100 on 1 July 2027: worse than the 1 June that was promised."""
    order = in_hand(by, reference="Q1")
    PromiseFactory(order=order, ship_on=date(2027, 6, 1))
    recompute([order.pk], at=AT)
    late = Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2027, 7, 1), reason="Castings")
    answers.give(link_id=answer_link(order), answers=[late], at=AT)
    return Proposal.objects.get().batch


def test_what_waits_is_listed(mine, batch):
    (row,) = mine.get(f"{PROPOSALS}?waiting=true").json()["results"]

    assert (row["order"], row["ship_on"], row["reason"]) == ("Q1", "2027-07-01", "Castings")
    assert mine.get(f"{PROPOSALS}?waiting=false").json()["results"] == []


def test_accepting_makes_it_the_promise(mine, by, batch):
    response = mine.post(f"{PROPOSALS}{batch}/accept/", {})

    assert response.status_code == 200
    (part,) = response.json()
    assert (part["decided_by"], part["promise"]) == (
        by.name,
        Promise.objects.oldest_first().last().pk,
    )


def test_what_another_decided_is_a_conflict(mine, as_person, batch, problem):
    as_person(expeditor()).post(f"{PROPOSALS}{batch}/decline/", {"reason": "Too late"})

    body = problem(mine.post(f"{PROPOSALS}{batch}/accept/", {}))

    assert (body["status"], body["errors"][0]["code"]) == (409, "decided")
    assert Promise.objects.count() == 1


def test_what_is_not_there_is_not_found(mine, problem):
    assert problem(mine.post(f"{PROPOSALS}{uuid4()}/accept/", {}))["status"] == 404
