"""A sheet looked into before it is imported: its headings, its first rows, and what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from shipments.domain.sheets.field import Kind
from shipments.domain.sheets.headings import UnclearHeadings, key, match, told_kind
from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches.plan import NotReadable, Wrong
from shipments.intake.batches.source import Source
from shipments.intake.sheets import templates
from shipments.intake.sheets.reading.rows import as_csv, letters
from shipments.intake.sheets.reading.sheet import opened
from shipments.models import ImportBatch
from shipments.models.choices import ImportFormat

ROWS_SHOWN = 3
_LONGEST_SHOWN = 60
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """:ivar letter: as spreadsheets name it.
    :ivar field: the name of what it is; empty where it is not used, or not known.
    :ivar is_known: somebody, or its heading, says what it is, or that it is not used.
    """

    letter: str
    heading: str
    examples: list[str]
    field: str
    is_known: bool


@dataclass(frozen=True)
class SheetLook:
    """:ivar kind: None where nothing says what its rows are.
    :ivar missing: what has no column yet, in words; of each entry one is needed.
    :ivar unknown: headings of which nobody knows what they are.
    :ivar unclear: what cannot be of the choices so far, as a sentence.
    """

    kind: Kind | None
    columns: list[Column]
    missing: list[str]
    unknown: list[str]
    unclear: str


def look(batch: ImportBatch, *, kind: str, mapping: Mapping[str, str] | None) -> SheetLook:
    """
    :param mapping: field by heading, as far as a person has said it.
    :raises NotReadable: it cannot be opened.
    """
    known = KINDS.get(kind)
    with opened(Source(batch), known, mapping) as sheet:
        headings = sheet.headings
        rows = [
            [_shown(cell) for cell in row.cells]
            for row in islice(sheet.rows, ROWS_SHOWN)
            if not isinstance(row, Wrong)
        ]
    known = known or told_kind(headings)
    fields: list[str | None] = [None] * len(headings)
    missing: list[str] = []
    unclear = ""
    if known:
        try:
            matched = match(headings, known, mapping)
        except UnclearHeadings as error:
            unclear = str(error)
            fields = [(mapping or {}).get(heading) for heading in headings]
        else:
            fields = list(matched.columns)
            missing = [
                " or ".join(known.field(name).heading for name in group)
                for group in matched.missing
            ]
    told = {key(heading) for heading in mapping or ()}
    columns = [
        Column(
            letter=letters(at),
            heading=heading,
            examples=[row[at] if at < len(row) else "" for row in rows],
            field=field or "",
            is_known=bool(field) or key(heading) in told,
        )
        for at, (heading, field) in enumerate(zip(headings, fields, strict=True))
    ]
    unknown = [each.heading for each in columns if each.heading and not each.is_known]
    return SheetLook(known, columns, missing, unknown if known else [], unclear)


def headings_line(batch: ImportBatch) -> str:
    """The headings of a sheet as a line of CSV; empty where the file has none."""
    if batch.format == ImportFormat.RECORDS:
        return ""
    try:
        with opened(Source(batch), KINDS.get(batch.kind), batch.mapping) as sheet:
            return as_csv(sheet.headings)
    except NotReadable:
        return ""


def template(kind: str, ending: str) -> tuple[bytes, str] | None:
    """An empty sheet of a kind with its media type; None where there is no such kind or file."""
    known = KINDS.get(kind)
    if known and ending == "csv":
        return templates.as_csv(known), "text/csv; charset=utf-8"
    if known and ending == "xlsx":
        return templates.as_workbook(known), _WORKBOOK
    return None


def _shown(cell: object) -> str:
    text = "" if cell is None else " ".join(str(cell).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
