"""A schedule pasted from a spreadsheet or read from a CSV file: a departure a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from shipments.domain.roles import Right
from shipments.models import User
from shipments.models.choices import Certainty
from shipments.services import departures, refusal
from shipments.services.departure_entry import DepartureEntry
from shipments.services.refusal import Refused

MOST_LINES = 2_000
NEEDED = ("mode", "carrier", "voyage", "from", "to", "cut-off", "departs", "arrives")
ALSO = ("source", "certainty", "capacity_kg", "explosive_limit_kg", "explosive_others_kg")
_WEIGHTS = ALSO[2:]
_FIELDS = {"from": "from_place", "to": "to_place", "cut-off": "cut_off_on"}
_FIELDS |= {"departs": "departs_on", "arrives": "arrives_on"}
_DAYS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y")
# How other programs head the same columns.
_ALIASES = {
    "cut_off": "cut-off",
    "cut_off_on": "cut-off",
    "cutoff": "cut-off",
    "departs_on": "departs",
    "arrives_on": "arrives",
    "from_place": "from",
    "to_place": "to",
    "flight": "voyage",
}


@dataclass(frozen=True)
class RefusedLine:
    """:ivar line: counted from 1, the headings included.
    :ivar text: the line as it was given.
    """

    line: int
    text: str
    reasons: list[str]


@dataclass
class Imported:
    """What came of it.

    :ivar made: departures recorded, or that would have been if none had been refused.
    :ivar known: lines that said what was on record already.
    :ivar headings: the first line as it was given, to paste refused lines under.
    """

    made: int = 0
    known: int = 0
    refused: list[RefusedLine] = field(default_factory=list)
    headings: str = ""
    saved: bool = True


def read(text: str, *, source: str, whole: bool, by: User, at: datetime) -> Imported:
    """Record every line of a schedule, or say of each that cannot be why not.

    Repeatable: what is on record already is only counted.

    :param source: who published it, for lines that do not say so.
    :param whole: nothing is recorded unless every line is right; otherwise the right ones are.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: it has no headings, or none of the needed, or too many lines.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    headings, lines = _lines(text)
    result = Imported(headings=headings)
    with transaction.atomic():
        for number, given, cells in lines:
            _record(number, given, cells, result, source=source, by=by, at=at)
        if whole and result.refused:
            transaction.set_rollback(True)
            result.saved = False
    return result


def _record(
    number: int,
    given: str,
    cells: dict[str, str],
    result: Imported,
    *,
    source: str,
    by: User,
    at: datetime,
) -> None:
    entry, reasons = _entry(cells, source)
    if not reasons:
        try:
            # Apart, so that a refusal of the database takes back this line alone.
            with transaction.atomic():
                departure = departures.record(entry, by=by, at=at)
        except Refused as refused:
            reasons = [f"{_column(each.field)}{each.message}" for each in refused.problems]
        else:
            made = departure.recorded_at == at
            result.made += made
            result.known += not made
    if reasons:
        result.refused.append(RefusedLine(number, given, reasons))


def _lines(text: str) -> tuple[str, Iterator[tuple[int, str, dict[str, str]]]]:
    """The headings as given; then number, text and cells of each line that is not empty."""
    given = text.lstrip("\ufeff").replace("\0", "").splitlines()
    first = next((index for index, line in enumerate(given) if line.strip()), None)
    if first is None:
        raise refusal.refuse("text", "Paste a schedule, or choose a file.", "required")
    if len(given) - first > MOST_LINES + 1:
        message = f"At most {MOST_LINES:,} lines at a time: found {len(given) - first - 1:,}."
        raise refusal.refuse("text", message, "too_many_lines")
    between = max("\t;,", key=given[first].count)
    names = [_name(cell) for cell in _cells(given[first], between)]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        message = (
            f"The first line must name the columns. Missing: {', '.join(missing)}. "
            f"Known: {', '.join((*NEEDED, *ALSO))}."
        )
        raise refusal.refuse("text", message, "no_headings")

    def lines() -> Iterator[tuple[int, str, dict[str, str]]]:
        for index, line in enumerate(given[first + 1 :], first + 2):
            if line.strip():
                cells = [cell.strip() for cell in _cells(line, between)]
                yield index, line, dict(zip(names, cells, strict=False))

    return given[first], lines()


def _cells(line: str, between: str) -> list[str]:
    return next(csv.reader(io.StringIO(line), delimiter=between), [])


def _name(cell: str) -> str:
    plain = cell.strip().lower().replace(" ", "_")
    return _ALIASES.get(plain, plain)


def _entry(cells: dict[str, str], source: str) -> tuple[DepartureEntry, list[str]]:
    reasons: list[str] = []
    said: dict[str, Any] = {
        "source": cells.get("source") or source,
        "certainty": (cells.get("certainty") or Certainty.REPORTED.value).lower(),
    }
    words: dict[str, Any] = {name: cells.get(name, "") for name in ("carrier", "voyage")}
    codes: dict[str, Any] = {_FIELDS[name]: cells.get(name, "").upper() for name in ("from", "to")}
    days: dict[str, Any] = {
        _FIELDS[name]: _day(name, cells.get(name, ""), reasons)
        for name in ("cut-off", "departs", "arrives")
    }
    weights: dict[str, Any] = {name: _kg(name, cells.get(name, ""), reasons) for name in _WEIGHTS}
    mode = cells.get("mode", "").lower()
    return DepartureEntry(mode=mode, **said, **words, **codes, **days, **weights), reasons


def _day(name: str, text: str, reasons: list[str]) -> date | None:
    if not text:
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    reasons.append(f"{name}: “{text}” is not a day. Write one like 2026-11-25.")
    return None


def _kg(name: str, text: str, reasons: list[str]) -> Decimal | None:
    plain = text.replace(",", "").replace(" ", "")
    if not plain:
        return None
    try:
        kg = Decimal(plain)
    except InvalidOperation:
        kg = Decimal("NaN")
    if not kg.is_finite():
        reasons.append(f"{name}: “{text}” is not a weight. Write kilograms like 24500.")
        return None
    return kg


def _column(name: str) -> str:
    """The heading of a field, before what is wrong with it."""
    headings = {of: heading for heading, of in _FIELDS.items()}
    return f"{headings.get(name, name)}: " if name else ""
