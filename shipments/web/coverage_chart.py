"""The coverage chart: what is needed by when against what is expected by when, both added up.

Drawn here, so it needs no script.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from shipments.domain.partial_date import MONTHS, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shipments.queries.item_page import Event

LABEL_WIDTH = 70  # drawing units, about one to a pixel: "11 Dec 2027"
TICKS = 4


@dataclass(frozen=True)
class Tick:
    at: float
    label: str

    @property
    def text_at(self) -> float:
        """Where a line of text stands that is centred on ``at``."""
        return self.at + 4


@dataclass(frozen=True)
class Mark:
    """One day on which something is needed or expected, where its curve then stands."""

    x: float
    y: float
    is_need: bool


@dataclass(frozen=True)
class Gap:
    """A time in which less is there than is needed."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class CoverageChart:
    """One drawing. ``needed`` and ``expected`` are the paths of the two curves."""

    width: int
    height: int
    left: int
    right: float
    bottom: float
    needed: str
    expected: str
    marks: list[Mark]
    gaps: list[Gap]
    ups: list[Tick]
    alongs: list[Tick]
    today_x: float
    said: str
    classes: str

    @property
    def names(self) -> dict[str, float]:
        """Where the words beside the axes stand."""
        return {"up": self.left - 8, "along": self.height - 8}


@dataclass(frozen=True)
class _Frame:
    width: int
    height: int
    left: int
    days: tuple[date, date]
    most: int

    @property
    def right(self) -> float:
        return self.width - 10

    def x(self, day: date) -> float:
        first, last = self.days
        share = (day - first).days / max(1, (last - first).days)
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, quantity: int) -> float:
        return round(self.height - 26 - quantity / self.most * (self.height - 46), 1)


def charts(events: Sequence[Event], *, today: date) -> list[CoverageChart]:
    """The same chart for a wide page and for a phone; none where nothing is needed."""
    if not any(event.is_need for event in events):
        return []
    drawn, said = _until_covered(events), _said(events)
    sizes = {"w-only": (1040, 250), "n-only": (340, 240)}
    return [_chart(drawn, today, said, classes, size) for classes, size in sizes.items()]


def _until_covered(events: Sequence[Event]) -> Sequence[Event]:
    """Leave out what comes after everything needed is there: it would press the rest flat."""
    needs = [place for place, event in enumerate(events) if event.is_need]
    covered = (place for place in range(needs[-1], len(events)) if not events[place].short)
    return events[: next(covered, len(events) - 1) + 1]


def _chart(
    events: Sequence[Event], today: date, said: str, classes: str, size: tuple[int, int]
) -> CoverageChart:
    width, height = size
    days = [event.on for event in events] + [today]
    spare = timedelta(days=max(3, (max(days) - min(days)).days // 16))
    most = _round_up(max(max(event.needed, event.expected) for event in events))
    left = 18 + 7 * len(f"{most:,}")
    frame = _Frame(width, height, left, (min(days) - spare, max(days) + spare), most)
    return CoverageChart(
        width=width,
        height=height,
        left=left,
        right=frame.right,
        bottom=height - 26,
        needed=_curve(frame, [(event.on, event.needed) for event in events]),
        expected=_curve(frame, [(event.on, event.expected) for event in events]),
        marks=[
            Mark(
                frame.x(event.on),
                frame.y(event.needed if event.is_need else event.expected),
                event.is_need,
            )
            for event in events
        ],
        gaps=_gaps(frame, events),
        ups=[
            Tick(frame.y(most * tick // TICKS), f"{most * tick // TICKS:,}")
            for tick in range(TICKS + 1)
        ],
        alongs=_alongs(frame),
        today_x=frame.x(today),
        said=said,
        classes=classes,
    )


def _curve(frame: _Frame, steps: Sequence[tuple[date, int]]) -> str:
    drawn = f"M{frame.left} {frame.y(0):g}"
    for on, quantity in steps:
        drawn += f"H{frame.x(on):g}V{frame.y(quantity):g}"
    return f"{drawn}H{frame.right:g}"


def _gaps(frame: _Frame, events: Sequence[Event]) -> list[Gap]:
    """The area between the curves wherever what is needed stands higher."""
    ends = [(event, frame.x(after.on)) for event, after in pairwise(events)]
    ends.append((events[-1], frame.right))
    return [
        Gap(
            x=frame.x(event.on),
            y=frame.y(event.needed),
            width=round(until - frame.x(event.on), 1),
            height=round(frame.y(event.expected) - frame.y(event.needed), 1),
        )
        for event, until in ends
        if event.short and until > frame.x(event.on)
    ]


def _round_up(most: int) -> int:
    """The top of the scale: the next number that four ticks divide well."""
    step = 1
    while most > 10 * step * TICKS:
        step *= 10
    return next(of * step * TICKS for of in (1, 2, 3, 4, 5, 6, 8, 10) if most <= of * step * TICKS)


def _alongs(frame: _Frame) -> list[Tick]:
    """The first of each month, thinned until the names do not touch; days where it is short."""
    first, last = frame.days
    count = (last.year - first.year) * 12 + last.month - first.month
    room = int(frame.right - frame.left) // LABEL_WIDTH
    if count < 2:
        step = max(7, -(-(last - first).days // room))
        days = [first + timedelta(days=n) for n in range(step, (last - first).days, step)]
        return [Tick(frame.x(day), show(day, "day", relative_to=first)) for day in days]
    thin = max(1, -(-count // room))
    ticks = []
    for number in range(1, count + 1, thin):
        year, month = divmod(first.month - 1 + number, 12)
        day = date(first.year + year, month + 1, 1)
        name = MONTHS[month] if day.year == first.year else f"{MONTHS[month]} {day.year}"
        ticks.append(Tick(frame.x(day), name))
    return ticks


def _said(events: Sequence[Event]) -> str:
    """The chart in one sentence, for those who do not see it."""
    last = events[-1]
    said = f"{last.needed:,} needed in all, {last.expected:,} expected with a date"
    short = next((event for event in events if event.short), None)
    if short is None:
        return f"{said}; what is needed never stands higher. The table says the same."
    return (
        f"{said}; from {show(short.on, 'day')} on less is expected than is needed, "
        f"at most {max(event.short for event in events):,} less. The table says the same."
    )
