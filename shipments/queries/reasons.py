"""The live flags of an order in words: what each says, on what evidence, since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from shipments.expedite import Savings, sentences
from shipments.models import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from shipments.expedite import Saving
    from shipments.models import User


NOTHING = Savings()


@dataclass(frozen=True, slots=True)
class Reason:
    """One live flag, worded.

    :ivar label: at most three words, for a chip.
    :ivar width: of its bar, in per cent of the weightiest reason beside it.
    :ivar saving: what gains the most days against it; None where nothing is known to.
    """

    code: str
    kind: str
    label: str
    icon: str
    tone: str
    points: int
    width: float
    sentence: str
    since: date
    seen_at: datetime
    policy: int
    saving: Saving | None


def live_flags(*, by: User) -> Prefetch[str]:
    """Load the live flags of many orders at once, and only those, into ``flags`` of each."""
    flags = Flag.objects.visible_to(by).live().weightiest_first().select_related("policy")
    return Prefetch("flags", queryset=flags)


def worded(flags: Iterable[Flag], *, on: date, savings: Savings = NOTHING) -> list[Reason]:
    """Word flags as they come: give them weightiest first."""
    flags = list(flags)
    most = max((flag.points for flag in flags), default=1) or 1
    return [
        _worded(flag, main=not at, most=most, on=on, savings=savings)
        for at, flag in enumerate(flags)
    ]


def _worded(flag: Flag, *, main: bool, most: int, on: date, savings: Savings) -> Reason:
    rule = sentences.rule(flag.reason)
    return Reason(
        code=flag.reason,
        kind=flag.kind,
        # A rule that was taken out leaves its flags until the next pass.
        label=rule.chip if rule else flag.reason.replace("_", " ").capitalize(),
        icon=rule.icon if rule else "flag",
        tone="amber" if main else "",
        points=flag.points,
        width=round(100 * flag.points / most, 1),
        sentence=sentences.sentence(flag, on),
        since=flag.since,
        seen_at=flag.evidence_at,
        policy=flag.policy.version,
        saving=savings.best_for(flag.reason),
    )
