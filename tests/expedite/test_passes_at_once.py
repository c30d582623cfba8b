"""Passes beside each other, and beside people who write."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from shipments.expedite import engine, rules
from shipments.expedite.rule import Rule
from shipments.models import Flag, JudgingPass, Order, Policy, Standing
from shipments.standing.recompute import recompute
from tests.expedite.judged import judge, quiet, reasons, score
from tests.factories.moments import AT, TODAY
from tests.factories.standings import due_orders

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20
GATE = 4711


def in_threads(*calls: Callable[[], Any]) -> list[threading.Thread]:
    def run(call: Callable[[], Any]) -> None:
        try:
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    return threads


def gated() -> list[Rule]:
    """All rules, and one in whose middle the pass waits for whoever holds the gate."""
    silent = next(rule for rule in rules() if rule.code == "silent")
    waits = (
        "SELECT s.order_id, s.ordered_on AS since, '{}'::jsonb AS evidence FROM scope AS s\n"
        "WHERE pg_advisory_xact_lock_shared(GATE) IS NULL"
    ).replace("GATE", str(GATE))
    return [*rules(), replace(silent, code="gate", sql=waits)]


def judge_gated() -> None:
    policy = Policy.objects.in_force()
    engine.judge(rules=gated(), policy=policy, as_of=TODAY, at=AT, full=False)


def wait_for_the_gate() -> None:
    with connection.cursor() as cursor:
        for _ in range(PATIENCE * 100):
            cursor.execute(
                "SELECT pg_sleep(0.01), count(*) FROM pg_locks"
                " WHERE locktype = 'advisory' AND objid = %s AND NOT granted",
                [GATE],
            )
            if cursor.fetchone()[1]:
                return
    raise AssertionError("the pass never came to the gate")


def test_two_at_once_raise_each_flag_once():
    orders = [quiet(required_on=date(2026, 6, 1)) for _ in range(20)]
    together = threading.Barrier(2)

    def one_pass() -> None:
        together.wait(PATIENCE)
        judge(full=True)

    for thread in in_threads(one_pass, one_pass):
        thread.join(PATIENCE)

    assert Flag.objects.count() == 40
    assert all(len(reasons(order)) == 2 for order in orders)
    raised = JudgingPass.objects.order_by("raised").values_list("raised", flat=True)
    assert list(raised) == [0, 40]


def test_a_change_that_commits_while_its_chunk_is_judged_is_judged_after_it():
    order = quiet(required_on=date(2026, 6, 1), urgent=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        (thread,) = in_threads(judge_gated)
        wait_for_the_gate()

        Order.objects.filter(pk=order.pk).update(required_on=date(2027, 3, 1))
        recompute([order.pk], at=AT)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
    thread.join(PATIENCE)

    assert set(order.flags.values_list("reason", "cleared_because")) == {
        ("past_required_date", "No longer holds"),
        ("late_for_required_date", "No longer holds"),
    }
    assert score(order) == 0
    assert due_orders() == set()


def test_a_pass_does_not_wait_for_a_person_who_holds_an_order():
    order, other = (quiet(required_on=date(2026, 6, 1)) for _ in range(2))
    judge()
    Order.objects.filter(pk=other.pk).update(required_on=date(2027, 3, 1))
    recompute([order.pk, other.pk], at=AT)
    with transaction.atomic():
        Order.objects.select_for_update().get(pk=order.pk)
        Standing.objects.select_for_update().get(order=order)
        (thread,) = in_threads(judge)
        thread.join(PATIENCE)
        done_meanwhile = not thread.is_alive()

    assert done_meanwhile
    assert (score(order), score(other)) == (70, 0)
    assert due_orders() == set()
