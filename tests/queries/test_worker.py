from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.queries import worker
from tests.expedite.judged import judge, quiet
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


def test_a_worker_that_never_judged_has_not_been_seen():
    health = worker.last_pass(AT)

    assert (health.judged_at, health.is_late) == (None, True)
    assert health.words == "The worker has not been seen: no order has been judged yet."


@pytest.mark.parametrize(
    ("after", "is_late", "words"),
    [
        (timedelta(0), False, "The worker last judged just now."),
        (timedelta(minutes=4), False, "The worker last judged 3 minutes ago."),
        (timedelta(minutes=14, seconds=59), False, "The worker last judged 14 minutes ago."),
        (
            timedelta(minutes=17),
            True,
            "The worker has not been seen for 16 minutes: flags may be out of date.",
        ),
        (
            timedelta(hours=2),
            True,
            "The worker has not been seen for 1 hour: flags may be out of date.",
        ),
        (
            timedelta(days=3, hours=1),
            True,
            "The worker has not been seen for 3 days: flags may be out of date.",
        ),
    ],
)
def test_three_missed_beats_are_late(after, is_late, words):
    quiet()
    judge()

    health = worker.last_pass(AT + after)

    assert (health.judged, health.raised, health.is_late, health.words) == (1, 0, is_late, words)


def test_it_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        worker.last_pass(AT)
