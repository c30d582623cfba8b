from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest

from shipments.domain.roles import Role
from shipments.models import (
    AnswerLink,
    Contact,
    Order,
    OutboxMessage,
    Promise,
    Proposal,
    Standing,
    User,
)
from shipments.services import answer_links, answers
from shipments.services.answers import Answer, AnswerKind, Part
from shipments.services.held import Held
from shipments.services.refusal import NotAllowed, Refused
from shipments.standing.recompute import recompute
from tests.at_once import second_of_two
from tests.factories import HoldFactory, PromiseFactory, UserFactory
from tests.factories.case_files import answer_link, done_in, expeditor, file_of, in_hand
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def order(owner) -> Order:
    order = in_hand(owner, reference="Q1")
    PromiseFactory(order=order, ship_on=date(2026, 12, 10), recorded_at=AT - timedelta(days=9))
    recompute([order.pk], at=AT)
    return order


@pytest.fixture
def batch(order) -> UUID:
    """40 on 15 December, 60 on 5 January: worse than all on 10 December."""
    parts = (Part(date(2027, 1, 5), 60), Part(date(2026, 12, 15), 40))
    worse = Answer("Q1", AnswerKind.SPLIT, parts=parts, reason="Castings")
    answers.give(link_id=answer_link(order), answers=[worse], at=AT)
    return Proposal.objects.values_list("batch", flat=True)[0]


def test_what_is_accepted_becomes_the_promise_in_all_its_parts(owner, order, batch):
    made = answers.accept(batch=batch, by=owner, at=AT + timedelta(hours=1))

    assert [(each.ship_on, each.quantity, each.reason) for each in made] == [
        (date(2026, 12, 15), 40, "Castings"),
        (date(2027, 1, 5), 60, "Castings"),
    ]
    assert len({each.recorded_at for each in made}) == 1
    assert [each.promise for each in Proposal.objects.order_by("ship_on")] == made
    assert Standing.objects.get(order=order).promised_ship_on == date(2027, 1, 5)
    file = file_of(order)
    assert (file.state, file.commitment) == ("committed", made[-1])
    assert done_in(order) == ["opened", "proposed", "promised"]


def test_the_contact_is_told_what_became_of_it(owner, order, batch):
    answers.decline(
        batch=batch, reason="It misses the ship", by=owner, at=AT, link_base="https://t.example/a/"
    )

    message = OutboxMessage.objects.get()
    link = AnswerLink.objects.get()
    assert (message.contact, message.subject) == (link.contact, "Date declined: Q1")
    assert message.text == (
        "Dear Order desk,\n\n"
        "You proposed to ship 40 on 15 Dec 2026 and 60 on 5 Jan 2027, for Q1. It was declined."
        "\n\nWhy: It misses the ship\n\n"
        "What was promised before stands. Can you do better?\n\n"
        f"Your link still works:\nhttps://t.example/a/{answer_links.signed(link.pk)}/\n\n"
        f"{owner.name}\n{owner.email}\n"
    )


def test_a_contact_without_an_address_is_not_told(owner, batch):
    Contact.objects.update(email="", phone="555 0100")

    answers.accept(batch=batch, by=owner, at=AT)

    assert not OutboxMessage.objects.exists()


def test_accepting_twice_promises_once(owner, batch):
    first = answers.accept(batch=batch, by=owner, at=AT)

    assert answers.accept(batch=batch, by=owner, at=AT) == first
    assert (Promise.objects.count(), OutboxMessage.objects.count()) == (3, 1)


def test_what_is_declined_promises_nothing_and_an_improvement_is_next(owner, order, batch):
    answers.decline(batch=batch, reason="Too late for the ship", by=owner, at=AT)

    assert [(each.decided_by, each.promise) for each in Proposal.objects.all()] == [
        (owner, None)
    ] * 2
    assert Promise.objects.count() == 1
    file = file_of(order)
    assert (file.state, file.next_step) == ("contacted", "improvement_request")
    assert done_in(order) == ["opened", "proposed", "declined"]


def test_what_one_decided_another_cannot(owner, batch):
    answers.decline(batch=batch, reason="Too late", by=owner, at=AT)

    with pytest.raises(Refused, match=f"{owner.name} declined it on 20 Nov, 12:00Z"):
        answers.accept(batch=batch, by=expeditor(), at=AT)

    assert Promise.objects.count() == 1


def test_declining_needs_a_reason(owner, batch):
    with pytest.raises(Refused) as refused:
        answers.decline(batch=batch, reason=" ", by=owner, at=AT)

    assert [(each.field, each.code) for each in refused.value.problems] == [("reason", "required")]
    assert Proposal.objects.waiting().count() == 2


def test_a_held_order_gets_no_new_promise(owner, order, batch):
    HoldFactory(order=order)

    with pytest.raises(Held, match="Q1 is held"):
        answers.accept(batch=batch, by=owner, at=AT)

    assert (Promise.objects.count(), Proposal.objects.waiting().count()) == (1, 2)


def test_a_day_that_has_passed_is_not_accepted(owner, batch):
    with pytest.raises(Refused, match="5 Jan 2027 has passed"):
        answers.accept(batch=batch, by=owner, at=AT + timedelta(days=60))

    assert Proposal.objects.waiting().count() == 2


def test_what_shipped_meanwhile_is_not_promised_again(owner, order, batch):
    Proposal.objects.update(quantity=80)

    with pytest.raises(Refused, match="Only 100 are left"):
        answers.accept(batch=batch, by=owner, at=AT)

    assert Promise.objects.count() == 1


def test_only_who_may_expedite_decides(order, batch):
    contractors = UserFactory(roles=[Role.CONTRACTOR.value], contractor=order.contractor)

    with pytest.raises(NotAllowed):
        answers.accept(batch=batch, by=contractors, at=AT)
    with pytest.raises(NotAllowed):
        answers.decline(batch=batch, reason="No", by=contractors, at=AT)
    with pytest.raises(Proposal.DoesNotExist):
        answers.accept(batch=uuid4(), by=expeditor(), at=AT)

    assert Proposal.objects.waiting().count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does(owner, batch):
    with pytest.raises(Refused, match="accepted it"):
        second_of_two(
            partial(answers.accept, batch=batch, by=owner, at=AT),
            partial(answers.decline, batch=batch, reason="No", by=expeditor(), at=AT),
        )

    assert Promise.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_what_they_answer_anew_at_the_same_moment_is_not_accepted(owner, order, batch):
    better = Answer("Q1", AnswerKind.PROPOSE, ship_on=TODAY)
    link = answer_link(order)

    with pytest.raises(Refused, match="has answered anew since"):
        second_of_two(
            partial(answers.give, link_id=link, answers=[better], at=AT),
            partial(answers.accept, batch=batch, by=owner, at=AT),
        )

    assert Promise.objects.oldest_first().last().ship_on == TODAY
