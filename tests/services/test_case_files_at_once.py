"""Two changes of one case file at once."""

from __future__ import annotations

from uuid import uuid4

import pytest

from shipments.models import Order, User
from shipments.services.refusal import Refused
from tests.at_once import second_of_two
from tests.factories.case_files import WRITES, done_in, expeditor, file_of, in_hand, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def order(owner) -> Order:
    return in_hand(owner, reference="Q1")


@pytest.mark.parametrize("kind", ["handed_over", "snoozed", "closed"])
def test_of_two_changes_at_once_the_second_is_told(owner, order, kind):
    with pytest.raises(Refused) as refused:
        second_of_two(write(kind, owner), write(kind, owner))

    assert [each.code for each in refused.value.problems] == ["changed_meanwhile"]
    assert done_in(order) == ["opened", kind]


@pytest.mark.parametrize("kind", WRITES)
def test_one_form_sent_twice_at_once_does_it_once(owner, order, kind):
    form = write(kind, owner, call=uuid4())

    second_of_two(form, form)

    assert done_in(order) == ["opened", kind]


def test_two_notes_at_once_are_both_kept(owner, order):
    second_of_two(write("noted", owner), write("noted", expeditor()))

    assert done_in(order) == ["opened", "noted", "noted"]


def test_what_is_being_handed_over_is_not_put_off_by_the_owner_before(owner, order):
    with pytest.raises(Refused) as refused:
        second_of_two(write("handed_over", owner), write("snoozed", owner))

    assert [each.code for each in refused.value.problems] == ["changed_meanwhile"]
    assert file_of(order).snoozed_until is None
