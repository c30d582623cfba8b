"""Each report as a section of a page: what it says, its charts and its table, which is its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse

from shipments.domain.partial_date import show
from shipments.expedite import sentences
from shipments.queries.reports.ageing import COLUMNS
from shipments.web.bar_chart import MINUS, Bar, Chart, lying, upright

if TYPE_CHECKING:
    from shipments.queries.reports.ageing import Ageing
    from shipments.queries.reports.fates import Fate, FlagReport
    from shipments.queries.reports.gains import Gain, Gains
    from shipments.queries.reports.kept import Kept, Record

MOST_BARS = 12
NOTHING = "\N{EN DASH}"
FIRM, OTHER = "green", "blue"
AGE_TONES = ("green", "blue", "amber", "red", "ink", "mut")


@dataclass(frozen=True, slots=True)
class Cell:
    """:ivar plain: what the file holds; ``text`` is for people."""

    text: str
    plain: str
    number: bool = True
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """:ivar total: the last row, of all together; empty where that means nothing."""

    headings: list[Cell]
    rows: list[list[Cell]]
    total: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """One report.

    :ivar key: what the tones of the chart mean.
    :ivar empty: what to say where there is nothing to report.
    """

    name: str
    title: str
    says: str
    key: list[tuple[str, str]]
    charts: list[Chart]
    table: Table
    empty: tuple[str, str] | None


def by_month(gains: Gains) -> Section:
    table = Table(
        _headings("Month", *_GAINED),
        [
            [_words(show(each.month, "month"), str(each.month)[:7]), *_gain(each.gain)]
            for each in gains.months
        ],
        [_words("Together"), *_gain(gains.total)],
    )
    series = [
        (FIRM, [each.gain.firm_days for each in gains.months]),
        (OTHER, [each.gain.other_days for each in gains.months]),
    ]
    said = (
        f"Days gained a month: {_count(gains.total.firm_days)} firm and "
        f"{_count(gains.total.other_days)} expected in all. The table says the same."
    )
    return Section(
        name="days-gained-by-month",
        title="Days gained, by month",
        says=f"{_GAINED_SAYS} {_files(gains.total)}",
        key=_GAINED_KEY,
        charts=upright([each.month for each in gains.months], series, said=said),
        table=table,
        empty=_no_gains(gains),
    )


def by_lever(gains: Gains) -> Section:
    rows, bars = [], []
    for each in gains.levers:
        word = each.lever.replace("_", " ").capitalize() if each.lever else "No lever named"
        gain = each.gain
        rows.append([_words(word, each.lever or ""), *_gain(gain)])
        parts = [(max(0, gain.firm_days), FIRM), (max(0, gain.other_days), OTHER)]
        days = gain.firm_days + gain.other_days
        bars.append(Bar(word, parts, f"{_count(days)} d in {gain.files}"))
    said = "Days gained by lever: " + "; ".join(f"{bar.name} {bar.amount}" for bar in bars)
    return Section(
        name="days-gained-by-lever",
        title="Days gained, by lever",
        says=f"{_GAINED_SAYS} Days lost have no bar; the table has them.",
        key=_GAINED_KEY,
        charts=lying(bars, said=f"{said}. The table says the same."),
        table=Table(_headings("Lever", *_GAINED), rows, [_words("Together"), *_gain(gains.total)]),
        empty=_no_gains(gains),
    )


def promises(kept: Kept) -> Section:
    telling = [record for record in kept.records if record.enough][:MOST_BARS]
    bars = [
        Bar(
            str(record.contractor),
            [(record.share, "green")],
            f"{record.share:g} % of {record.promises:,}",
        )
        for record in telling
    ]
    said = "Promises kept: " + "; ".join(f"{bar.name} {bar.amount}" for bar in bars)
    first = f"The first {MOST_BARS} are drawn. " if len(kept.records) > MOST_BARS else ""
    return Section(
        name="promises-kept",
        title="Promises kept, by contractor",
        says=(
            "Every promise for goods that have all left since, of all time: kept means shipped on "
            f"the promised day or before. {first}Below {kept.needed} promises it is too few to tell."
        ),
        key=[],
        charts=lying(bars, said=f"{said}. The table says the same.", most=100),
        table=Table(
            _headings(
                "Contractor",
                "Promises",
                "Kept",
                "Kept, %",
                "Median slip, days",
                "A quarter slip at most",
                "Three quarters slip at most",
            ),
            [_record(record, kept.needed) for record in kept.records],
            [_words("Together"), _whole(kept.promises), _whole(kept.kept), *[_none()] * 4],
        ),
        empty=None if kept.records else ("No promise to judge yet", _NO_PROMISES),
    )


def flags(report: FlagReport) -> Section:
    rows, bars = [], []
    for each in report.reasons:
        rule = sentences.rule(each.reason)
        word = rule.chip if rule else each.reason.replace("_", " ").capitalize()
        ends = (each.fates.taken_up, each.fates.cleared, each.fates.waiting)
        rows.append([_words(word, each.reason), _whole(each.fates.raised), *_ends(ends)])
        tones = zip(ends, ("green", "blue", "amber"), strict=True)
        parts = [(float(end.flags), tone) for end, tone in tones]
        bars.append(Bar(word, parts, f"{each.fates.raised:,}"))
    total = report.total
    ends = (total.taken_up, total.cleared, total.waiting)
    return Section(
        name="flags",
        title="Flags raised, and what became of them",
        says=(
            f"Of {total.raised:,} raised, {total.taken_up.flags:,} were taken up, "
            f"{total.cleared.flags:,} cleared by themselves and {total.waiting.flags:,} wait. "
            "Days are medians: until the order was taken up, until the flag cleared, and so far."
        ),
        key=[("green", "Taken up"), ("blue", "Cleared by themselves"), ("amber", "Waiting")],
        charts=lying(bars, said=f"Flags raised by reason: {_listed(bars)}. The table says more."),
        table=Table(
            _headings(
                "Reason",
                "Raised",
                "Taken up",
                "Days",
                "Cleared by themselves",
                "Days",
                "Waiting",
                "Days so far",
            ),
            rows,
            [_words("Together"), _whole(total.raised), *_ends(ends)],
        ),
        empty=None
        if total.raised
        else ("No flag was raised", "None was raised in these months. Choose other months."),
    )


def ages(report: Ageing) -> Section:
    rows, bars = [], []
    for group in report.groups:
        word = f"Group {group.group}" if group.group.isupper() else group.group.capitalize()
        rows.append(
            [
                _words(word, group.group.value),
                *map(_whole, group.orders),
                _whole(group.total),
                _whole(group.late),
            ]
        )
        parts = [(float(n), tone) for n, tone in zip(group.orders, AGE_TONES, strict=True)]
        bars.append(Bar(word, parts, f"{group.total:,}"))
    columns = zip(*(group.orders for group in report.groups), strict=True)
    late = sum(group.late for group in report.groups)
    return Section(
        name="ageing",
        title="Age of open orders, by issue group",
        says=(
            "Days since each was ordered, as of today, whatever the months above. Orders without "
            "a priority designator stand under their urgency."
        ),
        key=list(zip(AGE_TONES, COLUMNS, strict=True)),
        charts=lying(bars, said=f"Open orders by group: {_listed(bars)}. The table says more."),
        table=Table(
            _headings("Group", *COLUMNS, "Open", "Past required date"),
            rows,
            [
                _words("Together"),
                *(_whole(sum(column)) for column in columns),
                _whole(report.orders),
                _whole(late),
            ],
        ),
        empty=None if report.orders else ("No order is open", "Nothing is left to age."),
    )


_GAINED = ("Firm days", "Case files", "Expected days", "Case files", "Not measured")
_GAINED_SAYS = (
    "Expected delivery when a case file was opened, less what came: firm where it was measured on "
    "an arrival, expected where on the expectation at closing."
)
_GAINED_KEY = [(FIRM, "Firm"), (OTHER, "Expected")]
_NO_PROMISES = "A promise counts once all goods of its order have left."


def _no_gains(gains: Gains) -> tuple[str, str] | None:
    if gains.total.files:
        return None
    return "No case file was closed", "None was closed in these months. Choose other months."


def _files(total: Gain) -> str:
    return f"{total.files:,} case {'file was' if total.files == 1 else 'files were'} closed."


def _gain(gain: Gain) -> list[Cell]:
    numbers = (gain.firm_days, gain.firm_files, gain.other_days, gain.other_files, gain.unmeasured)
    return [_whole(number) for number in numbers]


def _record(record: Record, needed: int) -> list[Cell]:
    contractor = record.contractor
    href = reverse("contractor", args=[contractor.pk])
    cells = [
        Cell(str(contractor), str(contractor), number=False, href=href),
        _whole(record.promises),
        _whole(record.kept),
    ]
    if not record.enough:
        return [*cells, Cell(f"too few to tell, of {needed}", ""), *[_none()] * 3]
    slips = (record.median_slip_days, record.low_slip_days, record.high_slip_days)
    return [*cells, Cell(f"{record.share:g}", f"{record.share:g}"), *map(_whole, slips)]


def _ends(ends: tuple[Fate, ...]) -> list[Cell]:
    cells = []
    for end in ends:
        days = _none() if end.days is None else Cell(f"{end.days:g}", f"{end.days:g}")
        cells += [_whole(end.flags), days]
    return cells


def _listed(bars: Sequence[Bar]) -> str:
    return "; ".join(f"{bar.name} {bar.amount}" for bar in bars)


def _headings(first: str, *others: str) -> list[Cell]:
    return [_words(first), *(Cell(words, words) for words in others)]


def _words(text: str, plain: str | None = None) -> Cell:
    return Cell(text, text if plain is None else plain, number=False)


def _whole(number: int) -> Cell:
    return Cell(_count(number), str(number))


def _none() -> Cell:
    return Cell(NOTHING, "")


def _count(number: int) -> str:
    return f"{number:,}".replace("-", MINUS)
