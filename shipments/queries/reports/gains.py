"""Days gained by the case files that were closed in a period, by month and by lever."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from shipments.models import Expedite
from shipments.models.choices import Lever

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shipments.queries.reports.period import Period


@dataclass(frozen=True, slots=True)
class Gain:
    """Days gained, below zero where they were lost, and the case files they were gained in.

    :ivar firm_days: measured on an arrival.
    :ivar other_days: on the expectation at closing, which may still move.
    :ivar unmeasured: case files closed without days gained.
    """

    firm_days: int = 0
    firm_files: int = 0
    other_days: int = 0
    other_files: int = 0
    unmeasured: int = 0

    @property
    def files(self) -> int:
        return self.firm_files + self.other_files + self.unmeasured

    def __add__(self, other: Gain) -> Gain:
        return Gain(
            self.firm_days + other.firm_days,
            self.firm_files + other.firm_files,
            self.other_days + other.other_days,
            self.other_files + other.other_files,
            self.unmeasured + other.unmeasured,
        )


@dataclass(frozen=True, slots=True)
class MonthGain:
    """:ivar month: its first day."""

    month: date
    gain: Gain


@dataclass(frozen=True, slots=True)
class LeverGain:
    """:ivar lever: None where the case file names none."""

    lever: Lever | None
    gain: Gain


@dataclass(frozen=True, slots=True)
class Gains:
    """:ivar months: every month of the period.
    :ivar levers: those used, most days first.
    """

    months: list[MonthGain]
    levers: list[LeverGain]
    total: Gain


def gains(period: Period) -> Gains:
    """Add up. One query."""
    closed = Expedite.objects.filter(
        closed_at__gte=period.starts_at, closed_at__lt=period.ends_at
    ).annotate(month=TruncMonth("closed_at", tzinfo=UTC))
    firm = Q(days_gained_are_firm=True)
    other = Q(days_gained_are_firm=False)
    found = closed.values("month", "lever").annotate(
        firm_days=Sum("days_gained", filter=firm, default=0),
        firm_files=Count("pk", filter=firm),
        other_days=Sum("days_gained", filter=other, default=0),
        other_files=Count("pk", filter=other),
        unmeasured=Count("pk", filter=Q(days_gained__isnull=True)),
    )
    numbers = [field.name for field in fields(Gain)]
    rows = [
        (month.date(), lever, Gain(*gain))
        for month, lever, *gain in found.values_list("month", "lever", *numbers)
    ]
    levers = [
        LeverGain(Lever(name) if name else None, _sum(gain for _, of, gain in rows if of == name))
        for name in {lever for _, lever, _ in rows}
    ]
    levers.sort(key=lambda each: (-each.gain.firm_days - each.gain.other_days, each.lever or "~"))
    return Gains(
        months=[
            MonthGain(month, _sum(gain for at, _, gain in rows if at == month))
            for month in period.months
        ],
        levers=levers,
        total=_sum(gain for _, _, gain in rows),
    )


def _sum(gains: Iterable[Gain]) -> Gain:
    return sum(gains, start=Gain())
