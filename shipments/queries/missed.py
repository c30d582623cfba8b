"""What came of it that the worker was away: said for a day after its return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import OuterRef, Subquery, Sum

from shipments.models import JudgingPass, User

# A worker that passed over less than this between two passes was late, not away.
AWAY_AFTER = timedelta(days=1)
SAID_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Missed:
    """The worker was away, and is back.

    :ivar raised: flags, by the first pass after it and by those beside that.
    :ivar words: two sentences for people.
    """

    away_from: datetime
    returned_at: datetime
    raised: int
    cleared: int
    words: str


def missed(*, user: User, now: datetime) -> Missed | None:
    """Look for a return within the last day. One query, and one more after a return.

    Passes count everybody's orders, so a contractor's user is told nothing.
    """
    if user.is_contractors:
        return None
    before = JudgingPass.objects.filter(finished_at__lt=OuterRef("finished_at"))
    since = now - SAID_FOR
    # As long as it was away there is no pass, so its return is the first of the passes looked at.
    returned = (
        JudgingPass.objects.filter(finished_at__gt=since, finished_at__lte=now)
        .annotate(before=Subquery(before.newest_first().values("finished_at")[:1]))
        .order_by("finished_at", "pk")
        .first()
    )
    away_from: datetime | None = getattr(returned, "before", None)
    if returned is None or away_from is None or returned.started_at - away_from <= AWAY_AFTER:
        return None
    # Several workers may have come back together, each with a part of what there was to judge.
    together = JudgingPass.objects.filter(
        finished_at__gte=returned.finished_at, started_at__lte=returned.finished_at
    ).aggregate(raised=Sum("raised"), cleared=Sum("cleared"))
    raised, cleared = int(together["raised"]), int(together["cleared"])
    words = (
        f"The worker was away from {_moment(away_from)} to {_moment(returned.started_at)}. "
        f"On its return it raised {raised:,} flag{'' if raised == 1 else 's'} "
        f"and cleared {cleared:,}."
    )
    return Missed(away_from, returned.started_at, raised, cleared, words)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%-d %b, %H:%MZ}"
