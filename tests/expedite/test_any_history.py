"""Whatever happens, in whatever order: passes now and then leave what one quiet pass would."""

from __future__ import annotations

from collections import Counter
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shipments import expedite
from shipments.expedite import chunks, parameters, statements
from shipments.models import (
    DueOrder,
    Flag,
    HotOrder,
    JudgingChunk,
    NettedDay,
    Policy,
    PullForward,
    Shortfall,
)
from shipments.services import judging, standings
from shipments.standing.recompute import stale
from tests.expedite.any_history import WHAT, History

STEPS = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, 11), st.integers(-30, 60)),
    min_size=4,
    max_size=30,
)


def found() -> tuple[list[Any], list[Any]]:
    """Everything about the live flags but when they were raised, and the hot list."""
    flags = Flag.objects.live().order_by("order_id", "reason")
    return (
        list(flags.values_list("order_id", "reason", "kind", "since", "points", "evidence")),
        list(HotOrder.objects.order_by("order_id").values_list()),
    )


def from_nothing(history: History) -> tuple[list[Any], list[Any]]:
    """Forget everything that is computed, and judge once."""
    for model in (Flag, HotOrder, JudgingChunk, DueOrder, NettedDay, PullForward, Shortfall):
        model.objects.all().delete()
    standings.recompute_all(at=history.at)
    judging.run(as_of=history.today, at=history.at, full=True)
    return found()


def found_among_no_candidates(history: History) -> list[Any]:
    """What rules find, over all open orders, of orders that their conditions leave out."""
    policy = Policy.objects.in_force()
    values = parameters.values(as_of=history.today, limits=policy.limits)
    values |= {"first": 0, "beyond": 2**40}
    missed = []
    for rule in expedite.rules():
        every, some = statements.scope("true"), statements.candidates([rule], "true")
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH judged AS ({every}\n) SELECT reason, order_id FROM ("  # noqa: S608
                f"{statements.found(rule, among='judged')}) AS found "
                f"WHERE order_id NOT IN (SELECT order_id FROM ({some}) AS candidate)",
                values,
            )
            missed += cursor.fetchall()
    return missed


def known_otherwise(history: History) -> list[Any]:
    """What due orders are said to be on the list itself, where the tables say something else."""
    while stale(at=history.at):
        pass
    columns = DueOrder.judged_columns()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM (SELECT DISTINCT ON (order_id) * FROM shipments_dueorder"  # noqa: S608
            " ORDER BY order_id, is_routine IS NOT NULL, id DESC) AS newest"
            f" WHERE is_routine IS NOT NULL EXCEPT {statements.scope('NOT st.is_held')}"
        )
        return cursor.fetchall()


def miscounted() -> list[tuple[int, int]]:
    """The chunks whose number of live flags is not that of the live flags of their orders."""
    flags = Flag.objects.live().values_list("order_id", flat=True)
    there = Counter(order_id >> chunks.BITS for order_id in flags)
    said = JudgingChunk.objects.values_list("number", "live_flags")
    return [(number, live) for number, live in said if live != there[number]]


@pytest.mark.long
class AnyHistory(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_any_interleaving_of_changes_and_passes_ends_where_one_full_pass_does(self, steps):
        with patch.object(chunks, "BITS", 1):
            history = History()
            for what, which, days in steps:
                history.happens(what, which, days)
            otherwise = known_otherwise(history)
            history.judge(0, 0)
            by_steps = found()
            missed = found_among_no_candidates(history)
            wrong = miscounted()

            at_once = from_nothing(history)

        assert by_steps == at_once
        assert missed == []
        assert wrong == []
        assert otherwise == []
