from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shipments.expedite import engine, parameters, rules
from shipments.models import DueOrder, Flag, JudgingPass, Order, Policy, Standing
from shipments.services import judging
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons, score
from tests.factories import NeedFactory, PromiseFactory
from tests.factories.moments import AT, TODAY
from tests.factories.policies import INSTALLED
from tests.factories.standings import due_orders, stale_orders

pytestmark = pytest.mark.django_db

LONG_AGO = date(2026, 6, 1)


def late(**fields: Any) -> Order:
    return quiet(required_on=LONG_AGO, **fields)


def live_flags() -> list[tuple[Any, ...]]:
    """Everything about the live flags but when they were raised."""
    rows = Flag.objects.live().order_by("order_id", "reason")
    return list(rows.values_list("order_id", "reason", "kind", "points", "since", "evidence"))


def test_the_first_pass_judges_every_open_order_and_tells_its_counts():
    late()
    quiet()

    counts = judge()

    assert (counts.judged, counts.raised, counts.cleared, counts.changed, counts.live) == (
        2, 2, 0, 0, 2
    )  # fmt: skip
    recorded = JudgingPass.objects.get()
    assert (recorded.judged, recorded.raised, recorded.live, recorded.full) == (2, 2, 2, True)
    assert recorded.finished_at == recorded.started_at + timedelta(seconds=counts.seconds)


def test_the_score_is_the_sum_of_the_points_of_the_live_flags():
    order = late()
    NeedFactory(item=order.item, urgency="emergency")

    judge()

    assert reasons(order) == {
        "need_uncovered",
        "past_required_date",
        "late_for_required_date",
        "outgrown_routine",
    }
    assert score(order) == 50 + 40 + 30 + 45


def test_a_second_pass_changes_nothing():
    late()
    late(urgent=True, promised=False)
    judge()
    flags, standings = list(Flag.objects.values()), list(Standing.objects.values())

    again = judge(full=True)

    assert (again.judged, again.raised, again.cleared, again.changed) == (2, 0, 0, 0)
    assert list(Flag.objects.values()) == flags
    assert list(Standing.objects.values()) == standings


def test_on_the_same_day_only_what_changed_is_judged():
    order, other = late(), late()
    judge()
    Order.objects.filter(pk=order.pk).update(required_on=date(2027, 3, 1))

    counts = judge()

    assert counts.judged == 1
    assert (reasons(order), reasons(other)) == (
        set(),
        {"past_required_date", "late_for_required_date"},
    )
    assert due_orders() == stale_orders() == set()


def test_on_a_new_day_only_those_are_judged_of_which_a_rule_can_turn():
    quiet()
    turning = quiet(required_on=TODAY)
    judge()

    counts = judge(as_of=TODAY + timedelta(days=1))

    assert counts.judged == 1
    assert flag(turning, "past_required_date").since == TODAY + timedelta(days=1)


def test_a_pass_for_a_later_day_does_not_outlast_it():
    order = quiet(required_on=date(2026, 12, 1))
    judge(as_of=date(2026, 12, 24))
    then = reasons(order)

    judge(as_of=TODAY)

    assert "past_required_date" in then
    assert "past_required_date" not in reasons(order)


def test_a_recompute_of_everything_asks_for_everything():
    quiet()
    quiet()
    judge()
    recompute(None, at=AT)

    counts = judge()

    assert counts.judged == 2
    assert due_orders() == set()


def test_a_new_policy_is_applied_to_every_order():
    order = quiet(required_on=date(2027, 2, 12))
    judge()
    limits = {**Policy.objects.in_force().limits, "late_grace_days": 1}
    policy = Policy.objects.create(
        version=INSTALLED + 1, limits=limits, reason="Stricter", made_at=AT
    )

    judge()

    assert flag(order, "late_for_required_date").policy == policy


def test_a_policy_without_a_limit_is_refused_and_nothing_is_written():
    late()
    Policy.objects.create(
        version=INSTALLED + 1, limits={"late_grace_days": 3}, reason="Half", made_at=AT
    )

    with pytest.raises(parameters.LimitMissing, match="no whole number for silent_days"):
        judge()

    assert not Flag.objects.exists()
    assert DueOrder.objects.exists()


def test_after_three_days_away_each_flag_is_raised_once():
    order = quiet(required_on=TODAY)
    judge()

    judge(as_of=TODAY + timedelta(days=3))
    judge(as_of=TODAY + timedelta(days=3))

    found = order.flags.get(reason="past_required_date")
    assert found.since == TODAY + timedelta(days=1)
    assert found.cleared_at is None


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"cancelled_on": TODAY}, "Order cancelled"),
        ({"required_on": date(2027, 3, 1)}, "No longer holds"),
    ],
)
def test_a_flag_is_cleared_with_the_reason(fields, because):
    order = late()
    judge()
    Order.objects.filter(pk=order.pk).update(**fields)
    recompute([order.pk], at=AT)

    judge()

    assert set(order.flags.values_list("cleared_because", flat=True)) == {because}
    assert score(order) == 0


def test_a_flag_that_comes_back_is_a_new_one():
    order = late()
    judge()
    Order.objects.filter(pk=order.pk).update(required_on=date(2027, 3, 1))
    judge(full=True)
    Order.objects.filter(pk=order.pk).update(required_on=LONG_AGO)

    judge(full=True)

    past = order.flags.filter(reason="past_required_date").order_by("pk")
    assert list(past.values_list("cleared_because", flat=True)) == ["No longer holds", ""]


def test_the_flags_of_a_withdrawn_rule_are_cleared():
    order = late()
    judge()

    engine.judge(
        rules=[rule for rule in rules() if rule.code != "past_required_date"],
        policy=Policy.objects.in_force(),
        as_of=TODAY,
        at=AT,
        full=True,
    )

    assert order.flags.get(reason="past_required_date").cleared_because == "Rule withdrawn"
    assert reasons(order) == {"late_for_required_date"}


def test_the_kind_follows_the_order_when_it_stops_being_routine():
    order = late()
    judge()
    Order.objects.filter(pk=order.pk).update(priority_designator=3)
    recompute([order.pk], at=AT)

    counts = judge()

    assert (counts.raised, counts.changed) == (0, 2)
    assert flag(order, "past_required_date").kind == "chase"


def test_a_possible_sale_is_never_judged():
    order = quiet(
        required_on=LONG_AGO,
        possible_sale=True,
        promised=False,
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
    )
    NeedFactory(item=order.item, urgency="emergency")

    counts = judge(full=True)

    assert (counts.judged, counts.raised, reasons(order)) == (0, 0, set())


def test_incremental_passes_end_where_one_full_pass_does():
    cured, moved_up, slipped = late(), quiet(), quiet(urgent=True)
    quiet(urgent=True, promised=False)
    judge()
    Order.objects.filter(pk=cured.pk).update(required_on=date(2027, 3, 1))
    recompute([cured.pk], at=AT)
    judge()
    Order.objects.filter(pk=moved_up.pk).update(required_on=date(2026, 11, 1))
    recompute([moved_up.pk], at=AT)
    judge(as_of=TODAY + timedelta(days=1))
    PromiseFactory(order=slipped, ship_on=date(2027, 3, 20), said_on=TODAY)
    recompute([slipped.pk], at=AT)
    judge(as_of=TODAY + timedelta(days=1))
    by_steps = live_flags()
    Flag.objects.all().delete()

    judge(as_of=TODAY + timedelta(days=1), full=True)

    assert [(order_id, reason) for order_id, reason, *_ in by_steps] == [
        (moved_up.pk, "late_for_required_date"),
        (moved_up.pk, "outgrown_routine"),
        (moved_up.pk, "past_required_date"),
        (slipped.pk, "late_for_required_date"),
        (slipped.pk + 1, "no_ship_date"),
        (slipped.pk + 1, "silent"),
    ]
    assert live_flags() == by_steps


@pytest.mark.parametrize(
    ("also_by_another_change", "still"),
    [(False, set()), (True, {"past_required_date", "late_for_required_date"})],
)
def test_what_the_list_says_of_an_order_holds_unless_another_change_is_on_it(
    also_by_another_change, still
):
    order = late()
    judge()
    recompute([order.pk], at=AT)
    DueOrder.objects.update(required_on=date(2027, 3, 1))
    if also_by_another_change:
        DueOrder.objects.create(order=order, marked_at=AT)

    judge()

    assert reasons(order) == still


def test_the_sweep_does_nothing_where_nothing_waits():
    quiet()

    first = judging.sweep(as_of=TODAY, at=AT)
    second = judging.sweep(as_of=TODAY, at=AT)

    assert first is not None
    assert first.judged == 1
    assert second is None
    assert JudgingPass.objects.count() == 1
