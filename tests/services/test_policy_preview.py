from __future__ import annotations

from datetime import date

import pytest

from shipments.models import Flag, JudgingPass, Policy
from shipments.services import policies
from shipments.services.refusal import Refused
from shipments.standing.recompute import recompute
from tests.expedite.judged import judge, quiet, reasons
from tests.factories import MilestoneFactory, ShipmentLineFactory, UserFactory
from tests.factories.flags import FlagFactory
from tests.factories.moments import AT, TODAY
from tests.factories.policies import INSTALLED
from tests.factories.standings import due_orders, possible_sale

pytestmark = pytest.mark.django_db


def changed(**limits):
    """The limits in force, but for these."""
    return {**Policy.objects.in_force().limits, **limits}


def save(limits):
    version = Policy.objects.in_force().version
    return policies.put_in_force(
        limits, reason="Tried out", by=UserFactory(), at=AT, on_version=version
    )


def propose(limits):
    return policies.propose(limits, by=UserFactory(), at=AT)


def book():
    """Orders that the present limits and others disagree about, each rule's both ways."""
    quiet(required_on=date(2027, 2, 12))  # late by two days: within the grace
    quiet(required_on=date(2027, 2, 1))  # late by more
    quiet(promised=False, urgent=True, ordered_on=date(2026, 11, 10), acknowledged_on=None)
    quiet(promised=False, urgent=True, ordered_on=date(2026, 9, 1), acknowledged_on=None)
    quiet(urgent=True, promised=False, ordered_on=date(2026, 10, 25), acknowledged_on=TODAY)
    shipped = quiet(required_on=date(2026, 12, 20))  # known by its arrival, not by the transit
    line = ShipmentLineFactory(order=shipped, quantity=100)
    MilestoneFactory(shipment=line.shipment)
    MilestoneFactory(
        shipment=line.shipment, kind="arrived", classifier="estimated", occurs_on=date(2026, 12, 1)
    )
    recompute([shipped.pk], at=AT)
    possible_sale()


def live():
    return set(Flag.objects.live().values_list("order__reference", "reason"))


@pytest.mark.parametrize(
    "limits",
    [
        {"late_grace_days": 0},
        {"late_grace_days": 60, "silent_days": 3},
        {"silent_days": 0, "no_ship_date_days": 0, "acknowledge_working_days": 0},
        {"no_ship_date_days": 90, "acknowledge_working_days": 90, "silent_days": 3650},
        {"transit_planning_days": 45},
        {"transit_planning_days": 0, "late_grace_days": 0},
    ],
)
@pytest.mark.parametrize("judged_before", [True, False])
def test_the_preview_is_what_the_next_pass_then_does(limits, judged_before):
    book()
    if judged_before:
        judge()
    before = live()

    seen = propose(changed(**limits))
    save(changed(**limits))
    counts = judge()

    assert (seen.raised, seen.cleared, seen.live) == (counts.raised, counts.cleared, counts.live)
    assert sum(rule.changed for rule in seen.rules) == counts.changed
    for rule in seen.rules:
        raised = {order for order, reason in live() - before if reason == rule.reason}
        cleared = {order for order, reason in before - live() if reason == rule.reason}
        assert (rule.raised, rule.cleared) == (len(raised), len(cleared)), rule.reason
    assert {each.reference for each in seen.examples if each.raised} == {
        order for order, _ in live() - before
    }
    assert {each.reference for each in seen.examples if not each.raised} == {
        order for order, _ in before - live()
    }
    assert counts.raised + counts.cleared + counts.changed > 0


def test_a_preview_writes_nothing():
    order = quiet(required_on=date(2027, 2, 12))
    judge()

    seen = propose(changed(late_grace_days=0))

    assert (seen.raised, seen.cleared, seen.policy.version) == (1, 0, INSTALLED)
    assert reasons(order) == set()
    assert (Policy.objects.count(), JudgingPass.objects.count()) == (INSTALLED, 1)
    assert due_orders() == set()


def test_an_example_says_why_in_the_rules_words():
    order = quiet(required_on=date(2027, 2, 12))
    judge()

    (example,) = propose(changed(late_grace_days=0)).examples

    assert example == policies.Example(
        reference=order.reference,
        item=order.item.name,
        raised=True,
        label="Expected late",
        sentence=(
            "Expected 14 Feb 2027, 2 days after the required date 12 Feb 2027. "
            "Expected from: promise plus 30 days, a planning figure."
        ),
    )


def test_twenty_examples_show_every_rule_however_long_the_book():
    for _ in range(25):
        quiet(required_on=date(2027, 2, 12))
    for _ in range(2):
        quiet(urgent=True, promised=False, ordered_on=date(2026, 11, 10))
    judge()

    seen = propose(changed(late_grace_days=0, no_ship_date_days=5))

    labels = [example.label for example in seen.examples]
    assert seen.raised == 27
    assert (labels.count("Expected late"), labels.count("No ship date")) == (18, 2)


def test_a_flag_of_a_withdrawn_rule_would_be_cleared():
    order = quiet()
    judge()
    FlagFactory(order=order, reason="withdrawn_rule", evidence={})

    seen = propose(changed(silent_days=20))

    last = seen.rules[-1]
    assert (last.label, last.cleared, last.live) == ("Withdrawn rule", 1, 0)
    assert [(each.label, each.sentence) for each in seen.examples] == [("Withdrawn rule", "")]


def test_a_preview_tells_when_the_worker_has_yet_to_catch_up():
    limits = changed(silent_days=20)
    quiet()
    never = propose(limits).behind
    judge()
    caught_up = propose(limits).behind
    quiet()
    waiting = propose(limits).behind

    assert (never, caught_up, waiting) == (True, False, True)


def test_a_preview_of_what_changes_nothing_is_refused():
    with pytest.raises(Refused, match=f"These are the limits of version {INSTALLED}"):
        propose(changed())


@pytest.mark.parametrize("count", [1, 30])
def test_a_preview_costs_the_same_for_few_and_for_many(django_assert_num_queries, count):
    for _ in range(count):
        quiet(required_on=date(2027, 2, 12))
    judge()
    limits, by = changed(late_grace_days=0), UserFactory()

    # The policy; savepoint, two settings, the statement, release; the last pass, what is due.
    with django_assert_num_queries(8):
        policies.propose(limits, by=by, at=AT)
