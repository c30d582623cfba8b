"""The worker's passes over the orders, each recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import perf_counter

from django.db import transaction

from shipments import expedite
from shipments.expedite import engine
from shipments.models import DueOrder, JudgingPass, Policy


@dataclass(frozen=True)
class Counts:
    """What one pass did. Raised, cleared and changed count flags; live, those after it."""

    judged: int
    raised: int
    cleared: int
    changed: int
    live: int
    seconds: float


@transaction.atomic
def run(*, as_of: date, at: datetime, full: bool = False) -> Counts:
    """Judge the orders that are due as of a day, by the policy in force.

    Repeatable: a second pass over the same facts changes nothing. The first pass of a new day
    and the first by a new policy are full ones, because any limit may be passed by then.

    :param at: aware; when the pass started. Its end is that plus the seconds it took.
    :param full: every open order, not only the due ones.
    """
    began = perf_counter()
    policy = Policy.objects.in_force()
    last = JudgingPass.objects.newest_first().first()
    full = full or last is None or (last.as_of, last.policy_id) != (as_of, policy.pk)
    outcome = engine.judge(rules=expedite.rules(), policy=policy, as_of=as_of, at=at, full=full)
    seconds = perf_counter() - began
    JudgingPass.objects.create(
        as_of=as_of,
        full=outcome.full,
        policy=policy,
        started_at=at,
        finished_at=at + timedelta(seconds=seconds),
        judged=outcome.judged,
        raised=outcome.raised,
        cleared=outcome.cleared,
        changed=outcome.changed,
        live=outcome.live,
    )
    return Counts(
        judged=outcome.judged,
        raised=outcome.raised,
        cleared=outcome.cleared,
        changed=outcome.changed,
        live=outcome.live,
        seconds=seconds,
    )


def sweep(*, as_of: date, at: datetime) -> Counts | None:
    """Judge the orders whose nudge was lost. None, and nothing written, where none waits."""
    if not DueOrder.objects.exists():
        return None
    return run(as_of=as_of, at=at)
