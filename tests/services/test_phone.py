from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from shipments.models import Promise
from shipments.services import phone
from shipments.services.phone import Said
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import ContactFactory, UserFactory
from tests.factories.case_files import done_in, in_hand
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return UserFactory()


@pytest.fixture
def order(manager):
    return in_hand(manager, reference="Q1.A")


def note(by, *said, **given):
    asked = {"text": "", "by": by, "at": AT, "call": uuid4()} | given
    return phone.note(said=said, **asked)


def test_a_date_is_a_promise_of_whom_one_spoke_to(manager, order):
    contact = ContactFactory(contractor=order.contractor, name="Ms Desk")

    count = note(manager, Said("Q1.A", date(2026, 12, 3), 40), contact=contact.pk)

    promise = Promise.objects.get()
    assert count == 1
    assert (promise.said_by, promise.channel, promise.quantity) == ("Ms Desk", "phone", 40)


def test_words_without_a_date_are_a_call(manager, order):
    assert note(manager, Said("Q1.A"), text="No news") == 0
    assert done_in(order) == ["opened", "called"]


def test_the_same_call_sent_twice_is_noted_once(manager, order):
    call = uuid4()
    for _ in range(2):
        note(manager, Said("Q1.A", date(2026, 12, 3)), text="Soon", said_by="Yard", call=call)

    assert done_in(order) == ["opened", "called", "promised"]
    assert Promise.objects.count() == 1


def test_a_date_needs_somebody_who_said_it(manager, order):
    with pytest.raises(Refused) as refused:
        note(manager, Said("Q1.A", date(2026, 12, 3)))

    assert [problem.field for problem in refused.value.problems] == ["said_by"]


def test_what_is_wrong_with_one_order_undoes_the_call(manager, order):
    other = in_hand(manager, reference="Q2", contractor=order.contractor)
    said = Said("Q1.A", date(2026, 12, 3)), Said("Q2", date(2026, 11, 3))

    with pytest.raises(Refused) as refused:
        note(manager, *said, text="Soon", said_by="Yard")

    assert [(each.field, each.code) for each in refused.value.problems] == [
        ("Q2.ship_on", "before_said")
    ]
    assert (done_in(order), done_in(other)) == (["opened"], ["opened"])
    assert not Promise.objects.exists()


def test_an_auditor_notes_no_call(order):
    with pytest.raises(NotAllowed):
        note(UserFactory(roles=["auditor"]), Said("Q1.A"), text="No news")

    assert done_in(order) == ["opened"]
