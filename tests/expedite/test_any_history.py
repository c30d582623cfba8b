"""Whatever happens, in whatever order: passes now and then leave what one quiet pass would."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shipments.expedite import chunks
from shipments.models import (
    DueOrder,
    Flag,
    HotOrder,
    JudgingChunk,
    NettedDay,
    PullForward,
    Shortfall,
)
from shipments.services import judging, standings
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


class AnyHistory(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_any_interleaving_of_changes_and_passes_ends_where_one_full_pass_does(self, steps):
        with patch.object(chunks, "BITS", 1):
            history = History()
            for what, which, days in steps:
                history.happens(what, which, days)
            history.judge(0, 0)
            by_steps = found()

            at_once = from_nothing(history)

        assert by_steps == at_once
