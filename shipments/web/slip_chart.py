"""The slippage chart: which ship date was promised on which day. Drawn here, so it needs no script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from shipments.domain.partial_date import MONTHS, show

if TYPE_CHECKING:
    from shipments.queries.order_page import Ledger

STEPS_DAYS = (1, 2, 7, 14, 30, 60, 91, 182, 365, 730, 1826)
TICKS = 4
LABEL_WIDTH = 92  # drawing units, about one to a pixel: "11 Dec 2027 (+12 d)"


@dataclass(frozen=True)
class Tick:
    at: float
    label: str

    @property
    def text_at(self) -> float:
        """Where a line of text stands that is centred on ``at``."""
        return self.at + 4


@dataclass(frozen=True)
class Point:
    """:ivar late: promised too late for the required date."""

    x: float
    y: float
    label: str
    label_x: float
    label_y: float
    anchor: str
    late: bool


@dataclass(frozen=True)
class SlipChart:
    """One drawing. ``must_y`` is None where no last day to ship is known."""

    width: int
    height: int
    left: int
    right: float
    bottom: float
    line: str
    points: list[Point]
    ups: list[Tick]
    alongs: list[Tick]
    today_x: float
    must_y: float | None
    must_label: str
    said: str
    classes: str

    @property
    def zone(self) -> dict[str, float]:
        """The band of dates that are too late: a later date stands higher."""
        top = 4.0
        return {
            "y": top,
            "width": self.right - self.left,
            "height": max(0, (self.must_y or 0) - top),
        }

    @property
    def names(self) -> dict[str, float]:
        """Where the words beside the axes and the limit stand."""
        return {
            "up": self.left - 8,
            "along": self.height - 8,
            "must": self.left + 6 if self.must_anchor == "start" else self.today_x - 8,
            "must_y": (self.must_y or 0) - 5,
        }

    @property
    def must_anchor(self) -> str:
        """The limit is named at the end, where promises are few, unless the last one is there."""
        crowded = self.must_y is not None and -6 < self.must_y - self.points[-1].y < 22
        return "start" if crowded else "end"


@dataclass(frozen=True)
class _Frame:
    width: int
    height: int
    left: int
    days: tuple[date, date]
    dates: tuple[date, date]

    def x(self, day: date) -> float:
        first, last = self.days
        share = (day - first).days / max(1, (last - first).days)
        return round(self.left + 10 + share * (self.width - self.left - 34), 1)

    def y(self, day: date) -> float:
        first, last = self.dates
        share = (day - first).days / max(1, (last - first).days)
        return round(self.height - 26 - share * (self.height - 44), 1)


def charts(ledger: Ledger, *, must_ship_by: date | None, today: date) -> list[SlipChart]:
    """The same chart for a wide page and for a phone; none where nothing was promised."""
    if not ledger.entries:
        return []
    sizes = {"w-only": (860, 190), "n-only": (340, 220)}
    return [_chart(ledger, must_ship_by, today, classes, size) for classes, size in sizes.items()]


def _chart(
    ledger: Ledger, must: date | None, today: date, classes: str, size: tuple[int, int]
) -> SlipChart:
    width, height = size
    shown = [entry.promise for entry in ledger.entries]
    dates = [promise.ship_on for promise in shown] + ([must] if must else [])
    spare = timedelta(days=max(2, (max(dates) - min(dates)).days // 6))
    days = (min(promise.said_on for promise in shown), max(today, shown[-1].said_on))
    frame = _Frame(width, height, 74, days, (min(dates) - spare, max(dates) + spare))
    must_label = f"Ship by {show(must, 'day', relative_to=today)} to make it" if must else ""
    return SlipChart(
        width=width,
        height=height,
        left=frame.left,
        right=width - 8,
        bottom=height - 26,
        line=_line(frame, ledger, today),
        points=_points(frame, ledger, must, today, every=width > 500),
        ups=[
            Tick(frame.y(day), show(day, "day", relative_to=today)) for day in _ticks(frame.dates)
        ],
        alongs=_months(frame),
        today_x=frame.x(today),
        must_y=frame.y(must) if must else None,
        must_label=must_label,
        said=_said(ledger, must),
        classes=classes,
    )


def _line(frame: _Frame, ledger: Ledger, today: date) -> str:
    drawn = ""
    for entry in ledger.entries:
        x, y = frame.x(entry.promise.said_on), frame.y(entry.promise.ship_on)
        drawn += f"H{x:g}V{y:g}" if drawn else f"M{x:g} {y:g}"
    return f"{drawn}H{frame.x(max(today, ledger.entries[-1].promise.said_on)):g}"


def _points(
    frame: _Frame, ledger: Ledger, must: date | None, today: date, *, every: bool
) -> list[Point]:
    points = []
    last = len(ledger.entries) - 1
    for index, entry in enumerate(ledger.entries):
        promise = entry.promise
        x, y = frame.x(promise.said_on), frame.y(promise.ship_on)
        label = show(promise.ship_on, "day", relative_to=today)
        if entry.moved:
            label += f" ({entry.moved:+d} d)".replace("-", "\N{MINUS SIGN}")
        # A later date is written before its step up, an earlier one after its step down.
        before = (entry.moved or 0) > 0 and x - frame.left > LABEL_WIDTH
        room = frame.width - x > LABEL_WIDTH
        end = before or not room
        points.append(
            Point(
                x=x,
                y=y,
                label=label if every or index in (0, last) else "",
                label_x=round(x - 7 if end else x + 7, 1),
                label_y=round(y - 7 if end else y + 16, 1),
                anchor="end" if end else "start",
                late=must is not None and promise.ship_on > must,
            )
        )
    return points


def _ticks(dates: tuple[date, date]) -> list[date]:
    first, last = dates
    span = (last - first).days
    step = next((days for days in STEPS_DAYS if span / days <= TICKS), STEPS_DAYS[-1])
    start = first + timedelta(days=(-first.toordinal()) % step)
    return [
        start + timedelta(days=n * step)
        for n in range(TICKS + 1)
        if start + timedelta(days=n * step) <= last
    ]


def _months(frame: _Frame) -> list[Tick]:
    """The first of each month, thinned until the names do not touch."""
    first, last = frame.days
    count = (last.year - first.year) * 12 + last.month - first.month
    thin = max(1, -(-count // (frame.width // 70)))
    ticks = []
    for number in range(1, count + 1, thin):
        year, month = divmod(first.month - 1 + number, 12)
        day = date(first.year + year, month + 1, 1)
        ticks.append(Tick(frame.x(day), MONTHS[month]))
    return ticks


def _said(ledger: Ledger, must: date | None) -> str:
    """The chart in one sentence, for those who do not see it."""
    first, last = ledger.entries[0].promise, ledger.entries[-1].promise
    said = f"Promised ship date: {show(first.ship_on, 'day')} at first"
    if len(ledger.entries) > 1:
        said += f", {show(last.ship_on, 'day')} now, after {ledger.moves} changes"
    if must:
        side = "too late" if last.ship_on > must else "in time"
        said += f"; that is {side} for {show(must, 'day')}, the last day to ship"
    return f"{said}. The table says the same."
