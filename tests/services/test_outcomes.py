from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from shipments.models import Expedite, ExpediteAction, Milestone, Notice, Order, Policy, User
from shipments.services import expedites, outcomes, promises
from shipments.services.outcomes import Found
from shipments.standing.recompute import recompute
from tests.at_once import second_of_two
from tests.factories import HoldFactory, MilestoneFactory, PromiseFactory, ShipmentLineFactory
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

EARLIER = AT - timedelta(days=20)
PROMISED = date(2026, 11, 18)


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def order(owner) -> Order:
    """100 of it, promised on 31 October to ship by 18 November, and committed."""
    order = in_hand(owner, reference="Q1")
    Expedite.objects.update(expected_at_opening=date(2027, 2, 1), rung="follow_up")
    promise(order, (PROMISED, None))
    return order


def promise(order: Order, *parts: tuple[date, int | None], **given: Any) -> None:
    facts = {"said_on": EARLIER.date(), "said_by": "Ms Desk", "channel": "phone", "at": EARLIER}
    with transaction.atomic():
        promises.write(order, parts, **(facts | given))


def left(order: Order, quantity: int, on: date, **fields: Any) -> Milestone:
    shipment = ShipmentLineFactory(order=order, quantity=quantity).shipment
    milestone = MilestoneFactory(shipment=shipment, occurs_on=on, **fields)
    recompute([order.pk], at=AT)
    return milestone


def run(**given: Any) -> Found:
    return outcomes.run(**({"as_of": TODAY, "at": AT} | given))


NOTHING = Found(kept=0, broken=0, firm=0)
KEPT = Found(kept=1, broken=0, firm=0)
BROKEN = Found(kept=0, broken=1, firm=0)


def test_what_left_by_its_day_was_kept_and_closes_with_what_is_gained(owner, order):
    left(order, 100, PROMISED)

    assert run() == KEPT

    file = file_of(order)
    order.standing.refresh_from_db()
    gained = (date(2027, 2, 1) - order.standing.expected_delivery_on).days
    assert (file.state, file.closed_at, file.outcome) == (
        "kept",
        AT,
        "Promise kept: left on 18 Nov 2026",
    )
    assert (file.days_gained, file.days_gained_are_firm) == (gained, False)
    assert done_in(order) == ["opened", "promised", "kept"]
    assert [(each.user, each.kind) for each in Notice.objects.all()] == [(owner, "kept")]


def test_a_promised_day_that_is_gone_unshipped_reopens_the_file_one_step_up(owner, order):
    assert run() == BROKEN

    file = file_of(order)
    assert (file.state, file.commitment, file.closed_at) == ("broken", None, None)
    assert (file.next_step, file.next_step_on) == ("improvement_request", TODAY)
    assert done_in(order) == ["opened", "promised", "broken"]
    assert Notice.objects.get().text == (
        "Q1: Promised to ship on 18 Nov 2026, and it had not left by then. "
        "Next: improvement request."
    )


def test_a_weekend_puts_the_step_off_to_the_next_working_day(order):
    run(as_of=date(2026, 11, 21))

    assert file_of(order).next_step_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rung", "following"),
    [
        ("", "follow_up"),
        ("improvement_request", "priority_increase"),
        ("special_assistance", "special_assistance"),
    ],
)
def test_a_broken_promise_goes_one_step_up_from_the_last_one_taken(order, rung, following):
    Expedite.objects.update(rung=rung)

    run()

    assert file_of(order).next_step == following


@pytest.mark.parametrize(("as_of", "found"), [(PROMISED, NOTHING), (date(2026, 11, 19), BROKEN)])
def test_a_promise_holds_to_the_end_of_its_day(order, as_of, found):
    assert run(as_of=as_of) == found


def test_the_grace_of_the_policy_counts(order):
    last = Policy.objects.in_force()
    limits = last.limits | {"promise_grace_days": 2}
    Policy.objects.create(version=last.version + 1, limits=limits, reason="Grace", made_at=AT)

    assert run() == NOTHING
    assert run(as_of=date(2026, 11, 21)) == BROKEN


def test_what_left_late_broke_its_promise(order):
    left(order, 100, date(2026, 11, 19))

    assert run() == BROKEN


def test_a_part_alone_does_not_keep_a_promise_of_all(order):
    left(order, 99, PROMISED)

    assert run() == BROKEN


@pytest.mark.parametrize(
    ("second", "found"), [(date(2026, 11, 18), KEPT), (None, NOTHING), (TODAY, KEPT)]
)
def test_each_part_of_a_split_has_its_day(owner, second, found):
    order = in_hand(owner, reference="Q2")
    promise(order, (date(2026, 11, 10), 40), (TODAY, 60))
    left(order, 40, date(2026, 11, 10))
    if second:
        left(order, 60, second)

    assert run() == found


def test_a_part_that_did_not_leave_breaks_the_whole(owner):
    order = in_hand(owner, reference="Q2")
    promise(order, (date(2026, 11, 10), 40), (date(2026, 12, 20), 60))

    assert run() == BROKEN


def test_what_had_left_before_does_not_keep_a_later_promise(owner):
    order = in_hand(owner, reference="Q2")
    left(order, 40, date(2026, 10, 20), recorded_at=EARLIER - timedelta(days=5))
    promise(order, (PROMISED, 60))

    assert run() == BROKEN


def test_a_retracted_departure_did_not_leave(order):
    wrong = left(order, 100, PROMISED)
    MilestoneFactory(
        shipment=wrong.shipment,
        kind="departed",
        occurs_on=PROMISED,
        retracts=wrong,
        reason="Another ship",
    )

    assert run() == BROKEN


def test_a_promise_that_was_replaced_is_not_waited_for(order):
    promise(order, (date(2026, 12, 20), None), at=EARLIER + timedelta(days=1))

    assert run() == NOTHING


def test_what_is_held_is_not_chased(order):
    HoldFactory(order=order)
    recompute([order.pk], at=AT)

    assert run() == NOTHING


def test_a_cancelled_order_is_not_chased(order):
    Order.objects.update(cancelled_on=TODAY)
    recompute([order.pk], at=AT)

    assert run() == NOTHING


@pytest.mark.parametrize("departed", [True, False])
def test_running_twice_settles_once(order, departed):
    if departed:
        left(order, 100, PROMISED)
    run()
    done = done_in(order)

    assert run(at=AT + timedelta(hours=1)) == NOTHING

    assert (done_in(order), Notice.objects.count()) == (done, 1)


def test_an_arrival_makes_the_days_gained_firm(order):
    gone = left(order, 100, PROMISED)
    run()
    MilestoneFactory(shipment=gone.shipment, kind="arrived", occurs_on=TODAY)

    assert run() == Found(kept=0, broken=0, firm=1)
    assert run() == NOTHING

    file = file_of(order)
    assert (file.days_gained, file.days_gained_are_firm) == ((date(2027, 2, 1) - TODAY).days, True)
    assert ExpediteAction.objects.oldest_first().last().text == (
        "All of it arrived by 20 Nov 2026: days gained are firm, 73."
    )


def test_of_an_order_taken_up_again_only_the_last_file_counts_the_arrival(owner, order):
    expedites.hand_back(reference="Q1", by=owner, at=AT)
    expedites.take_up(reference="Q1", by=owner, at=AT + timedelta(hours=1))
    expedites.close(reference="Q1", outcome="On its way", by=owner, at=AT + timedelta(hours=2))
    left(order, 100, PROMISED, kind="arrived")

    assert run() == Found(kept=0, broken=0, firm=1)

    assert [
        file.days_gained_are_firm for file in Expedite.objects.filter(order=order).order_by("pk")
    ] == [False, True]


def test_a_recorded_promise_commits_the_open_file(owner):
    order = in_hand(owner, reference="Q2")
    promises.record(
        reference="Q2",
        ship_on=date(2026, 12, 1),
        said_by="Ms Desk",
        channel="phone",
        by=owner,
        at=AT,
    )

    file = file_of(order)
    assert (file.state, file.next_step, file.next_step_on) == ("committed", "", None)
    assert ExpediteAction.objects.get(kind="promised").text == (
        "Ms Desk promised to ship on 1 Dec 2026."
    )


def test_a_promise_without_a_file_commits_nobody():
    PromiseFactory()

    assert run() == NOTHING


@pytest.mark.parametrize("count", [1, 6])
def test_a_round_costs_the_same_for_many_files(owner, count, django_assert_num_queries):
    for _ in range(count):
        left(committed := in_hand(owner), 100, PROMISED)
        promise(committed, (PROMISED, None))
    Notice.objects.all().delete()

    # Savepoint and its release aside: policy, settle, files, not firm, firm; two for each notice.
    with django_assert_num_queries(8 + 2 * count):
        assert run() == Found(kept=count, broken=0, firm=0)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_settles(order):
    assert second_of_two(run, run) == NOTHING
    assert done_in(order) == ["opened", "promised", "broken"]


@pytest.mark.django_db(transaction=True)
def test_what_is_closed_at_the_same_moment_is_not_reopened(owner, order):
    close = partial(expedites.close, reference="Q1", outcome="Done", by=owner, at=AT)

    assert second_of_two(close, run) == NOTHING

    assert file_of(order).state == "closed"
