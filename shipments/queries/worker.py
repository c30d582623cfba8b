"""Whether the worker is at work: every page says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery

from shipments import expedite
from shipments.models import JudgingPass, RuleRun

# It is asked every five minutes: three missed beats are not chance.
LATE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class WorkerHealth:
    """When the worker last judged, and what came of it.

    :ivar judged_at: None when it never has; the counts are then zero.
    :ivar words: one sentence for people.
    :ivar failing: the rules that the database refuses, as their chips call them.
    """

    judged_at: datetime | None
    judged: int
    raised: int
    cleared: int
    live: int
    is_late: bool
    words: str
    failing: tuple[str, ...] = ()

    @property
    def rules_fail(self) -> str:
        """How many rules fail, in words; empty where none does."""
        if not self.failing:
            return ""
        return f"{len(self.failing)} rule{' fails' if len(self.failing) == 1 else 's fail'}"


@dataclass(frozen=True)
class RanRule:
    """When one rule last ran, and how it failed if it did."""

    label: str
    ran_at: datetime | None
    failed_at: datetime | None
    failure: str


def rule_runs() -> list[RanRule]:
    """Every rule there is, those that fail first. One query."""
    found = RuleRun.objects.in_bulk()
    runs = []
    for rule in expedite.rules():
        run = found.get(rule.code, RuleRun(code=rule.code))
        runs.append(RanRule(rule.chip, run.ran_at, run.failed_at, run.failure))
    return sorted(runs, key=lambda run: run.failed_at is None)


def last_pass(now: datetime) -> WorkerHealth:
    """Look at the newest recorded pass, and for rules that fail. One query."""
    fails = RuleRun.objects.filter(failed_at__isnull=False).order_by("code").values("code")
    last = JudgingPass.objects.annotate(failing=ArraySubquery(fails)).newest_first().first()
    if last is None:
        words = "The worker has not been seen: no order has been judged yet."
        return WorkerHealth(None, 0, 0, 0, 0, is_late=True, words=words)
    ago = max(now - last.finished_at, timedelta(0))
    is_late = ago > LATE_AFTER
    words = f"The worker last judged {_ago(ago)}."
    if is_late:
        words = f"The worker has not been seen for {_span(ago)}: flags may be out of date."
    return WorkerHealth(
        judged_at=last.finished_at,
        judged=last.judged,
        raised=last.raised,
        cleared=last.cleared,
        live=last.live,
        is_late=is_late,
        words=words,
        failing=tuple(_label(code) for code in last.failing),  # type: ignore[attr-defined]  # annotated
    )


def _label(code: str) -> str:
    rule = expedite.rule(code)
    return rule.chip if rule else code


def _ago(span: timedelta) -> str:
    return "just now" if span < timedelta(minutes=1) else f"{_span(span)} ago"


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        count = minutes // size
        if count:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
