"""What became of the flags that were raised in a period, and how long each waited for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from datetime import datetime

    from shipments.queries.reports.period import Period

_SQL = (Path(__file__).parent / "fates.sql").read_text()


@dataclass(frozen=True, slots=True)
class Fate:
    """How many flags ended alike, and the median of the days that they waited for it.

    :ivar days: None where there is no such flag.
    """

    flags: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Fates:
    """The flags of one reason, or of all. Each is in one of the three.

    :ivar taken_up: somebody had the order in hand, or took it up while the flag was live.
    :ivar cleared: it went by itself before anybody took the order up.
    :ivar waiting: live, and nobody has the order.
    """

    raised: int
    taken_up: Fate
    cleared: Fate
    waiting: Fate


@dataclass(frozen=True, slots=True)
class ReasonFates:
    reason: str
    fates: Fates


@dataclass(frozen=True, slots=True)
class FlagReport:
    """:ivar reasons: most flags first."""

    reasons: list[ReasonFates]
    total: Fates


def flag_report(period: Period, *, at: datetime) -> FlagReport:
    """Count and take medians. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"from": period.starts_at, "to": period.ends_at, "at": at})
        rows = [(row[0], _fates(*row[1:])) for row in cursor.fetchall()]
    return FlagReport(
        reasons=[ReasonFates(reason, fates) for reason, fates in rows if reason is not None],
        total=next(fates for reason, fates in rows if reason is None),
    )


def _fates(
    raised: int,
    *ends: float | None,
) -> Fates:
    taken, cleared, waiting = (
        Fate(int(number or 0), None if days is None else round(days, 1))
        for number, days in zip(ends[::2], ends[1::2], strict=True)
    )
    return Fates(raised, taken, cleared, waiting)
