"""Bars, upright by month or lying by name. Drawn here, so they need no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shipments.domain.partial_date import MONTHS

# Drawing units, about one to a pixel, for a wide page and for a phone.
WIDTHS = {"w-only": 860, "n-only": 340}
STEPS = (1, 2, 5)
TICKS = 4
MONTH_WIDTH = 34  # what the name of a month needs
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Rect:
    """:ivar tone: as the classes f-green and the like name it."""

    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Words:
    x: float
    y: float
    text: str
    anchor: str = "start"
    classes: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing.

    :ivar lines: paths of the grid.
    :ivar said: the chart in a sentence, for those who do not see it.
    """

    width: int
    height: int
    rects: list[Rect]
    words: list[Words]
    lines: list[str]
    said: str
    classes: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A lying bar of one or more parts.

    :ivar parts: amount and tone; none below zero.
    :ivar amount: in words, at its end.
    """

    name: str
    parts: Sequence[tuple[float, str]]
    amount: str


def upright(
    months: Sequence[date], series: Sequence[tuple[str, Sequence[int]]], *, said: str
) -> list[Chart]:
    """The bars of each month side by side, on a line of zero; below it where days were lost.

    :param series: a tone, and a number a month.
    :return: the same chart for a wide page and for a phone.
    """
    return [_upright(months, series, said, classes) for classes in WIDTHS]


def lying(bars: Sequence[Bar], *, said: str, most: float | None = None) -> list[Chart]:
    """A bar a name, the names above them.

    :param most: what a bar of full width stands for; the longest bar's own amount if None.
    :return: the same chart for a wide page and for a phone; none without a bar.
    """
    if not bars:
        return []
    longest = most or max(sum(amount for amount, _ in bar.parts) for bar in bars) or 1
    return [_lying(bars, longest, said, classes) for classes in WIDTHS]


def _upright(
    months: Sequence[date],
    series: Sequence[tuple[str, Sequence[int]]],
    said: str,
    classes: str,
) -> Chart:
    width, height, left = WIDTHS[classes], 200, 44
    numbers = [0, *(number for _, row in series for number in row)]
    ticks = _ticks(min(numbers), max(numbers))
    top, bottom = 12, height - 36
    low, high = ticks[0], ticks[-1]

    def y(number: float) -> float:
        return round(bottom - (number - low) / (high - low) * (bottom - top), 1)

    room = (width - left - 8) / len(months)
    each = min(18.0, room * 0.8 / len(series))
    rects = [
        Rect(
            x=round(left + room * (at + 0.5) + each * (place - len(series) / 2), 1),
            y=min(y(number), y(0)),
            width=round(max(1.0, each - 1), 1),
            height=round(abs(y(number) - y(0)), 1),
            tone=tone,
        )
        for place, (tone, row) in enumerate(series)
        for at, number in enumerate(row)
        if number
    ]
    words = [Words(left - 8, y(tick) + 4, _number(tick), "end") for tick in ticks]
    words += _month_names(months, left=left, room=room, bottom=height)
    lines = [f"M{left} {y(tick):g}H{width - 8}" for tick in ticks]
    return Chart(width, height, rects, words, lines, said, classes)


def _month_names(months: Sequence[date], *, left: int, room: float, bottom: int) -> Iterator[Words]:
    """Each month, thinned until the names do not touch; the year under the first of each."""
    thin = max(1, -(-MONTH_WIDTH // int(room or 1))) if room < MONTH_WIDTH else 1
    year = 0
    for at, month in enumerate(months):
        if at % thin:
            continue
        x = round(left + room * (at + 0.5), 1)
        yield Words(x, bottom - 20, MONTHS[month.month - 1], "middle")
        if month.year != year:
            year = month.year
            yield Words(x, bottom - 6, str(year), "middle")


def _lying(bars: Sequence[Bar], longest: float, said: str, classes: str) -> Chart:
    width, row = WIDTHS[classes], 38
    rects, words = [], []
    for at, bar in enumerate(bars):
        y, x = at * row + 20.0, 0.0
        words.append(Words(0, y - 6, _short(bar.name, width // 9), classes="v"))
        words.append(Words(width, y - 6, bar.amount, "end"))
        rects.append(Rect(0, y, width, 10, "track"))
        for amount, tone in bar.parts:
            length = round(width * amount / longest, 1)
            rects.append(Rect(round(x, 1), y, length, 10, tone))
            x += length
    return Chart(width, len(bars) * row, rects, words, [], said, classes)


def _ticks(low: int, high: int) -> list[int]:
    """Round numbers from at or below the lowest to at or above the highest."""
    step, scale = 1, 1
    while (high - low) / step > TICKS:
        index = STEPS.index(step // scale) + 1
        if index == len(STEPS):
            scale, index = scale * 10, 0
        step = STEPS[index] * scale
    first, last = low // step, -(-high // step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _number(number: int) -> str:
    return f"{number:,}".replace("-", MINUS)


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
