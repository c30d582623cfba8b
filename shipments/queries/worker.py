"""Whether the worker is at work: every page says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shipments.models import JudgingPass

# It is asked every five minutes: three missed beats are not chance.
LATE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class WorkerHealth:
    """When the worker last judged, and what came of it.

    :ivar judged_at: None when it never has; the counts are then zero.
    :ivar words: one sentence for people.
    """

    judged_at: datetime | None
    judged: int
    raised: int
    cleared: int
    live: int
    is_late: bool
    words: str


def last_pass(now: datetime) -> WorkerHealth:
    """Look at the newest recorded pass. One query."""
    last = JudgingPass.objects.newest_first().first()
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
    )


def _ago(span: timedelta) -> str:
    return "just now" if span < timedelta(minutes=1) else f"{_span(span)} ago"


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        count = minutes // size
        if count:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
