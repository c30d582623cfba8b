"""The worker's passes over the orders, each recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import perf_counter

from shipments import expedite
from shipments.coverage import net as coverage
from shipments.expedite import chunks, engine, rule_runs
from shipments.models import DueItem, DueOrder, DueRecord, JudgingPass, Policy
from shipments.standing import records
from shipments.standing.recompute import recompute, stale


@dataclass(frozen=True)
class Counts:
    """What one pass did. Raised, cleared and changed count flags; live, those after it."""

    judged: int
    raised: int
    cleared: int
    changed: int
    live: int
    seconds: float


def run(*, as_of: date, at: datetime, full: bool = False) -> Counts:
    """Judge what is due as of a day, by the policy in force.

    Repeatable: a second pass over the same facts changes nothing. Any number may run at once.
    Not to be called in a transaction: a pass commits chunk by chunk, so that nobody waits for
    the whole of it and what is killed midway keeps what it has done.

    :param at: aware; when the pass started. Its end is that plus the seconds it took.
    :param full: every open order, not only the due ones.
    :raises parameters.LimitMissing: the policy in force lacks a limit.
    """
    began = perf_counter()
    _bring_up_to_date(as_of=as_of, at=at)
    rules, policy = expedite.rules(), Policy.objects.in_force()
    outcome = engine.judge(rules=rules, policy=policy, as_of=as_of, at=at, full=full)
    rule_runs.note(rules, failures=outcome.failures, behind=chunks.are_behind(), as_of=as_of, at=at)
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


def _bring_up_to_date(*, as_of: date, at: datetime) -> None:
    """Have everything that the rules read computed from what was written by whatever path."""
    if DueOrder.objects.everything().filter(is_stale=True).exists():
        recompute(None, at=at)
    # What goods took that have left changes what others are expected to take, and no further.
    while records.refresh(at=at) + stale(at=at):
        pass
    coverage.net_due(as_of=as_of, at=at)


def sweep(*, as_of: date, at: datetime) -> Counts | None:
    """Judge the orders whose nudge was lost. None, and nothing written, where none waits."""
    if not any(listed.objects.exists() for listed in (DueOrder, DueItem, DueRecord)):
        return None
    return run(as_of=as_of, at=at)
