"""Flags of an exercise from before its day: raised, and cleared when the order moved on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection

from shipments.intake.exercise.drafts import Desk, Draft
from shipments.intake.exercise.orders import BATCH, Lived
from shipments.models import Flag, Policy
from shipments.models.choices import FlagKind

# The worker of an exercise has only just begun; the flags that it found are older than that.
_DATE_BACK = """
UPDATE shipments_flag
   SET raised_at = (since + time '05:30') AT TIME ZONE 'UTC'
 WHERE cleared_at IS NULL AND since < %(as_of)s
"""
# Of so many settled orders one had a flag that nobody took up.
_ONE_IN = 12


def date_back(*, as_of: date) -> None:
    """Let live flags have been raised on the day they first held."""
    with connection.cursor() as cursor:
        cursor.execute(_DATE_BACK, {"as_of": as_of})


def save(settled: Sequence[Lived], closed: Sequence[Draft], desk: Desk) -> int:
    """Make up flags of closed files, and of orders that were left alone. Tell how many."""
    policy = Policy.objects.in_force()
    found = [
        _flag(each.lived, desk, policy, raised_at=each.file.opened_at - desk.days(0, 7))
        for each in closed
    ]
    in_hand = {each.lived.order.pk for each in closed}
    found += _left_alone(settled, in_hand, desk, policy)
    return len(Flag.objects.bulk_create(found, batch_size=BATCH))


def _left_alone(
    settled: Sequence[Lived], in_hand: set[int], desk: Desk, policy: Policy
) -> Iterator[Flag]:
    for each in settled:
        if each.order.pk not in in_hand and desk.draw.random() < 1 / _ONE_IN:
            shipped_on = max(part.ship_on for part in each.life.parts)
            raised_on = shipped_on - desk.days(3, 30)
            yield _flag(each, desk, policy, raised_at=desk.moment(raised_on))


def _flag(lived: Lived, desk: Desk, policy: Policy, *, raised_at: datetime) -> Flag:
    """One that was cleared on the day the order shipped."""
    kind = FlagKind.SPEED_UP if lived.life.is_routine else FlagKind.CHASE
    shipped_on = max(part.ship_on for part in lived.life.parts)
    reason, evidence = _what(lived, raised_at.date(), desk)
    cleared_at = datetime.combine(shipped_on, time(5, 30), tzinfo=UTC)
    return Flag(
        order=lived.order,
        reason=reason,
        kind=kind.value,
        since=raised_at.date(),
        points=int(policy.limits.get(f"points_{reason}", 10)),
        evidence=evidence,
        policy=policy,
        raised_at=raised_at,
        evidence_at=raised_at,
        cleared_at=max(cleared_at, raised_at + timedelta(hours=20)),
        cleared_because="No longer holds",
    )


def _what(lived: Lived, on: date, desk: Desk) -> tuple[str, dict[str, Any]]:
    promised = lived.life.said[-1].ship_on
    if desk.draw.random() < 0.5:
        return "silent", {"last_heard_on": (on - desk.days(31, 44)).isoformat()}
    expected_on = max(lived.life.required_on, promised) + desk.days(9, 25)
    return "late_for_required_date", {
        "expected_delivery_on": expected_on.isoformat(),
        "days_late": (expected_on - lived.life.required_on).days,
        "required_on": lived.life.required_on.isoformat(),
        "basis": "required date",
        "expected_basis": "promise plus the usual days of its lane",
    }
