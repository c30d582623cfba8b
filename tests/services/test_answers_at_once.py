"""Two who answer at once, or while the file changes."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from shipments.models import Order, Promise, Report, User
from shipments.services import answers, expedites, promises
from shipments.services.answers import Answer, AnswerKind
from shipments.services.refusal import Refused
from tests.at_once import second_of_two
from tests.factories.case_files import answer_link, done_in, expeditor, file_of, in_hand
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db(transaction=True)

EARLY = Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2026, 12, 1))


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def order(owner) -> Order:
    return in_hand(owner, reference="Q1")


@pytest.mark.parametrize("answer", [EARLY, Answer("Q1", AnswerKind.READY)], ids=str)
def test_one_answer_sent_twice_at_once_is_recorded_once(order, answer):
    send = partial(answers.give, link_id=answer_link(order), answers=[answer], at=AT)

    second = second_of_two(send, send)

    assert len(second.outcomes) == 1
    assert Promise.objects.count() + Report.objects.count() == 1
    assert len(done_in(order)) == 2


def test_an_answer_waits_for_a_promise_that_is_being_recorded_and_is_weighed_against_it(
    owner, order
):
    phoned = partial(
        promises.record,
        reference="Q1",
        ship_on=date(2026, 11, 25),
        said_by="Ms Desk",
        channel="phone",
        by=owner,
        at=AT,
    )
    later = Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2026, 12, 1), reason="Castings")

    given = second_of_two(
        phoned, partial(answers.give, link_id=answer_link(order), answers=[later], at=AT)
    )

    assert [outcome.waits for outcome in given.outcomes] == [True]
    assert Promise.objects.get().ship_on == date(2026, 11, 25)


def test_an_answer_to_a_file_that_is_being_closed_is_kept_and_reopens_nothing(owner, order):
    close = partial(expedites.close, reference="Q1", outcome="Done", by=owner, at=AT)

    second_of_two(close, partial(answers.give, link_id=answer_link(order), answers=[EARLY], at=AT))

    assert Promise.objects.count() == 1
    assert (file_of(order).state, done_in(order)) == ("closed", ["opened", "closed"])


def test_a_file_that_is_being_committed_is_not_closed_as_it_was_read(owner, order):
    answer = partial(answers.give, link_id=answer_link(order), answers=[EARLY], at=AT)
    close = partial(expedites.close, reference="Q1", outcome="Done", by=owner, at=AT)

    with pytest.raises(Refused) as refused:
        second_of_two(answer, close)

    assert [each.code for each in refused.value.problems] == ["changed_meanwhile"]
    assert file_of(order).state == "committed"
