from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from shipments.models import AnswerLink, Notice, Order, Promise, Proposal, Report, Standing, User
from shipments.services import answers
from shipments.services.answers import Answer, AnswerKind, Given, LinkGone, Part
from shipments.services.refusal import Refused
from shipments.standing.recompute import recompute
from tests.factories import ContactFactory, HoldFactory, PromiseFactory
from tests.factories.case_files import answer_link, done_in, expeditor, file_of, in_hand
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

STANDS = date(2026, 12, 10)


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def order(owner) -> Order:
    """Promised for 10 December, and in hand."""
    return promised(owner, "Q1")


def promised(owner: User, reference: str, **fields: Any) -> Order:
    order = in_hand(owner, reference=reference, **fields)
    PromiseFactory(order=order, ship_on=STANDS, recorded_at=AT - timedelta(days=9))
    recompute([order.pk], at=AT)
    return order


def give(order: Order, *given: Answer) -> Given:
    return answers.give(link_id=answer_link(order), answers=given, at=AT)


def test_a_confirmation_repeats_the_promise_and_commits_the_file(owner, order):
    given = give(order, Answer("Q1", AnswerKind.CONFIRM))

    assert [outcome.waits for outcome in given.outcomes] == [False]
    assert [(each.kind, each.channel) for each in Report.objects.all()] == [("confirmed", "portal")]
    last = Promise.objects.oldest_first().last()
    assert (last.ship_on, last.quantity, last.recorded_at) == (STANDS, None, AT)
    file = file_of(order)
    assert (file.state, file.commitment, file.next_step) == ("committed", last, "")
    assert done_in(order) == ["opened", "promised"]
    assert [(notice.user, notice.kind) for notice in Notice.objects.all()] == [(owner, "answered")]


def test_what_a_file_told_late_is_not_what_they_confirm(order):
    said = {"reported_at": AT - timedelta(days=12), "recorded_at": AT - timedelta(days=1)}
    PromiseFactory(order=order, ship_on=date(2026, 12, 24), **said)
    recompute([order.pk], at=AT)

    give(order, Answer("Q1", AnswerKind.CONFIRM))

    assert Promise.objects.oldest_first().last().ship_on == STANDS


def test_an_earlier_date_is_a_promise_at_once(order):
    give(order, Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2026, 12, 1)))

    assert Standing.objects.get(order=order).promised_ship_on == date(2026, 12, 1)
    assert not Proposal.objects.exists()


def test_a_later_date_waits_and_promises_nothing(owner, order):
    late = Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2027, 1, 5), reason="Castings")

    given = give(order, late)

    assert [outcome.sentence for outcome in given.outcomes] == [
        "Q1: to ship on 5 Jan 2027. It counts once we have accepted it; you will hear from us."
    ]
    assert Promise.objects.count() == 1
    assert [(each.ship_on, each.reason) for each in Proposal.objects.waiting()] == [
        (date(2027, 1, 5), "Castings")
    ]
    assert (file_of(order).state, done_in(order)) == ("open", ["opened", "proposed"])
    assert Notice.objects.get().kind == "proposed"


def test_an_earlier_date_for_less_than_was_promised_waits(order):
    part = Answer(
        "Q1", AnswerKind.PROPOSE, ship_on=date(2026, 12, 1), quantity=40, reason="Only these"
    )

    give(order, part)

    assert [(each.quantity, each.ship_on) for each in Proposal.objects.waiting()] == [
        (40, date(2026, 12, 1))
    ]


def test_the_parts_of_a_split_hold_together(order):
    parts = (Part(date(2026, 12, 9), 60), Part(date(2026, 12, 1), 40))

    give(order, Answer("Q1", AnswerKind.SPLIT, parts=parts))

    new = Promise.objects.filter(recorded_at=AT).oldest_first()
    assert [(each.ship_on, each.quantity) for each in new] == [
        (date(2026, 12, 1), 40),
        (date(2026, 12, 9), 60),
    ]
    assert file_of(order).commitment == new.last()
    assert Standing.objects.get(order=order).promised_ship_on == date(2026, 12, 9)


def test_what_is_ready_is_reported(order):
    give(order, Answer("Q1", AnswerKind.READY, quantity=30))

    report = Report.objects.get()
    assert (report.kind, report.quantity, report.occurs_on) == ("ready", 30, TODAY)
    assert done_in(order) == ["opened", "answered"]


def test_several_orders_are_answered_together_or_not_at_all(owner, order):
    other = promised(owner, "Q2", contractor=order.contractor)
    link = answer_link(order, other)
    good = Answer("Q1", AnswerKind.CONFIRM)
    bad = Answer(
        "Q2", AnswerKind.SPLIT, parts=(Part(None, 0), Part(TODAY - timedelta(days=1), 900))
    )

    with pytest.raises(Refused) as refused:
        answers.give(link_id=link, answers=[good, bad], at=AT)

    assert [(each.field, each.code) for each in refused.value.problems] == [
        ("Q2.parts.0.ship_on", "required"),
        ("Q2.parts.0.quantity", "not_positive"),
        ("Q2.parts.1.ship_on", "has_passed"),
    ]
    assert (Promise.objects.count(), Report.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"kind": "wish"}, ("Q1.kind", "unknown_kind")),
        ({"kind": "propose"}, ("Q1.ship_on", "required")),
        ({"kind": "propose", "ship_on": date(2027, 1, 5)}, ("Q1.reason", "required")),
        ({"kind": "propose", "ship_on": TODAY, "quantity": 101}, ("Q1.quantity", "more_than_left")),
        ({"kind": "propose", "ship_on": date(2999, 1, 5)}, ("Q1.ship_on", "year_out_of_reach")),
        ({"kind": "split", "parts": (Part(TODAY, 5),)}, ("Q1.parts", "too_few")),
        (
            {"kind": "split", "parts": (Part(TODAY, 50), Part(TODAY, 51))},
            ("Q1.parts", "more_than_left"),
        ),
        ({"kind": "ready", "quantity": 0}, ("Q1.quantity", "not_positive")),
        ({"kind": "propose", "ship_on": TODAY, "reason": "x" * 301}, ("Q1.reason", "too_long")),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field(order, given, problem):
    with pytest.raises(Refused) as refused:
        give(order, Answer("Q1", **given))

    assert [(each.field, each.code) for each in refused.value.problems] == [problem]
    assert (Promise.objects.count(), Proposal.objects.count(), Report.objects.count()) == (1, 0, 0)
    assert AnswerLink.objects.get().last_used_at is None


def test_without_a_promise_there_is_nothing_to_confirm(owner):
    order = in_hand(owner, reference="Q1")

    with pytest.raises(Refused) as refused:
        give(order, Answer("Q1", AnswerKind.CONFIRM))

    assert [each.code for each in refused.value.problems] == ["nothing_to_confirm"]


def test_only_what_was_asked_can_be_answered(owner, order):
    in_hand(owner, reference="Q2", contractor=order.contractor)

    with pytest.raises(Refused) as refused:
        give(order, Answer("Q2", AnswerKind.READY))

    assert [(each.field, each.code) for each in refused.value.problems] == [("Q2", "not_asked")]


def test_a_held_order_takes_no_answer_and_does_not_say_why(order):
    HoldFactory(order=order)

    with pytest.raises(Refused) as refused:
        give(order, Answer("Q1", AnswerKind.CONFIRM))

    assert [each.message for each in refused.value.problems] == [
        "Q1 is on hold. You are told when a date is needed again."
    ]
    assert (Promise.objects.count(), Report.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "change", [{"revoked_at": AT}, {"expires_at": AT}, {"pk": UUID(int=1)}], ids=str
)
def test_a_link_that_does_not_work_says_nothing(order, change):
    link = answer_link(order)
    if "pk" not in change:
        AnswerLink.objects.filter(pk=link).update(made_at=AT - timedelta(days=1), **change)

    with pytest.raises(LinkGone):
        answers.find(link_id=change.get("pk", link), at=AT)
    with pytest.raises(LinkGone):
        answers.give(
            link_id=change.get("pk", link), answers=[Answer("Q1", AnswerKind.CONFIRM)], at=AT
        )

    assert Promise.objects.count() == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer("Q1", AnswerKind.CONFIRM),
        Answer("Q1", AnswerKind.READY, quantity=5),
        Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2026, 12, 1)),
        Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2027, 1, 5), reason="Castings"),
    ],
    ids=lambda answer: f"{answer.kind} {answer.reason}",
)
def test_an_answer_sent_twice_is_recorded_once(order, answer):
    link = answer_link(order)
    first = answers.give(link_id=link, answers=[answer], at=AT)
    counts = (Promise.objects.count(), Proposal.objects.count(), Report.objects.count())

    again = answers.give(link_id=link, answers=[answer], at=AT + timedelta(seconds=3))

    assert again == first
    assert (Promise.objects.count(), Proposal.objects.count(), Report.objects.count()) == counts


def test_a_new_answer_takes_the_place_of_what_waited(order):
    give(order, Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2027, 1, 5), reason="Castings"))

    give(order, Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2027, 1, 9), reason="Worse"))

    assert [each.ship_on for each in Proposal.objects.waiting()] == [date(2027, 1, 9)]


def test_a_contact_reads_what_stands_and_what_waits(order):
    contact = ContactFactory(contractor=order.contractor, name="Ms Desk")
    link = answer_link(order, contact=contact)
    late = Answer("Q1", AnswerKind.PROPOSE, ship_on=date(2027, 1, 5), reason="Castings")
    answers.give(link_id=link, answers=[late], at=AT)

    asked = answers.find(link_id=link, at=AT)

    (found,) = asked.orders
    assert (asked.contact, found.reference, found.left) == ("Ms Desk", "Q1", 100)
    assert (found.promised, found.waiting) == (((STANDS, None),), ((date(2027, 1, 5), None),))
    assert found.closed_because == ""


def test_what_a_link_asks_costs_the_same_for_many_orders(owner, order, django_assert_num_queries):
    others = [promised(owner, f"Q{n}", contractor=order.contractor) for n in range(2, 8)]
    link = answer_link(order, *others)

    with django_assert_num_queries(4):  # link, orders, promises, proposals
        asked = answers.find(link_id=link, at=AT)

    assert len(asked.orders) == 7
