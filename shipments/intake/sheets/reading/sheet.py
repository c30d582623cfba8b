"""A file opened as a sheet: its headings found, its rows to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from shipments.domain.sheets.field import Kind
from shipments.domain.sheets.headings import key, known
from shipments.intake.batches.plan import NotReadable, Wrong
from shipments.intake.batches.source import Source
from shipments.intake.sheets.reading import csv_rows, workbook
from shipments.intake.sheets.reading.lines import lines
from shipments.intake.sheets.reading.rows import Row, Sheet, counted, refuse_many_columns, shown
from shipments.models.choices import ImportFormat

# Titles and remarks may stand above the headings, no further down than this.
_LOOK = 20


@contextmanager
def opened(
    source: Source, kind: Kind | None = None, mapping: Mapping[str, str] | None = None
) -> Iterator[Sheet]:
    """
    :param kind: whose headings are looked for; None for those of any.
    :param mapping: headings that a person has told the fields of.
    :raises NotReadable: it is empty or damaged, beyond a limit, or no file of rows.
    """
    if source.batch.format == ImportFormat.XLSX.value:
        with workbook.opened(source) as (name, rows):
            yield _headed(rows, kind, mapping, name=name, native=True)
        return
    text = lines(source.chunks(), source.notes)
    separator, text = csv_rows.separated(text, kind)
    yield _headed(csv_rows.rows_of(text, separator), kind, mapping)


def _headed(
    rows: Iterator[Row | Wrong],
    kind: Kind | None,
    mapping: Mapping[str, str] | None,
    **facts: Any,
) -> Sheet:
    told = {key(heading) for heading in mapping or ()}

    def rank(row: Row | Wrong) -> int:
        if isinstance(row, Wrong):
            return -1
        cells = [_heading(cell) for cell in row.cells]
        return max(known(cells, kind), len(told & {key(cell) for cell in cells}))

    first = list(islice(rows, _LOOK))
    ranks = [rank(row) for row in first]
    best = max(ranks, default=-1)
    # One word that we know may stand in any title.
    at = (
        ranks.index(best) if best > 1 else next((i for i, each in enumerate(ranks) if each >= 0), 0)
    )
    if best < 0:
        raise NotReadable("It has no row with headings. The first row names the columns.")
    heading = first[at]
    refuse_many_columns(len(heading.cells), heading.line)  # type: ignore[union-attr]  # ranked
    headings = [_heading(cell) for cell in heading.cells]  # type: ignore[union-attr]  # ranked
    while headings and not headings[-1]:
        headings.pop()
    below = counted(chain(first[at + 1 :], rows))
    return Sheet(tuple(headings), heading.line, below, **facts)


def _heading(cell: Any) -> str:
    return " ".join(shown(cell).split())
