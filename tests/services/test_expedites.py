from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection

from shipments.domain.roles import Role
from shipments.models import Expedite, Flag, Order, Policy, User
from shipments.services import expedites
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def flagged() -> Order:
    order = standing_order(reference="Q1")
    Flag.objects.create(
        order=order,
        reason="past_required_date",
        kind="speed_up",
        since=date(2026, 11, 1),
        points=30,
        evidence={},
        policy=Policy.objects.in_force(),
        raised_at=AT,
        evidence_at=AT,
    )
    return order


def expeditor() -> User:
    return UserFactory(roles=[Role.EXPEDITOR.value])


def test_taking_up_puts_it_in_ones_hands(flagged):
    by = expeditor()

    expedite = expedites.take_up(reference="Q1", by=by, at=AT)

    assert (expedite.owner, expedite.state, expedite.opened_at) == (by, "open", AT)


def test_taking_up_again_answers_with_what_stands(flagged):
    by = expeditor()
    first = expedites.take_up(reference="Q1", by=by, at=AT)

    assert expedites.take_up(reference="Q1", by=by, at=AT) == first


def test_what_somebody_has_is_named(flagged):
    first = expeditor()
    expedites.take_up(reference="Q1", by=first, at=AT)

    with pytest.raises(expedites.Taken, match=f"{first.name} took up Q1 on 20 Nov") as taken:
        expedites.take_up(reference="Q1", by=expeditor(), at=AT)

    assert taken.value.expedite.owner == first


def test_an_order_without_a_flag_cannot_be_taken_up():
    standing_order(reference="Q1")

    with pytest.raises(Refused, match="Nothing is flagged on Q1"):
        expedites.take_up(reference="Q1", by=expeditor(), at=AT)

    assert not Expedite.objects.exists()


def test_handing_back_frees_it_for_another(flagged):
    first, second = expeditor(), expeditor()
    expedites.take_up(reference="Q1", by=first, at=AT)

    closed = expedites.hand_back(reference="Q1", by=first, at=AT)
    again = expedites.take_up(reference="Q1", by=second, at=AT)

    assert (closed.state, closed.closed_at, closed.outcome) == ("closed", AT, "Handed back")
    assert again.owner == second


def test_only_the_owner_hands_back(flagged):
    expedites.take_up(reference="Q1", by=expeditor(), at=AT)

    with pytest.raises(Refused, match="You do not have Q1"):
        expedites.hand_back(reference="Q1", by=expeditor(), at=AT)

    assert Expedite.objects.open().count() == 1


def test_a_clerk_may_not_take_up(flagged):
    with pytest.raises(NotAllowed):
        expedites.take_up(reference="Q1", by=UserFactory(roles=[Role.SHIPMENT_CLERK.value]), at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_two_expeditors_at_once_one_wins(flagged):
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def take(by: User) -> None:
        together.wait()
        try:
            expedites.take_up(reference="Q1", by=by, at=AT)
            outcomes.append("won")
        except expedites.Taken:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(expeditor(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["taken", "won"]
