"""A file opened as a sheet: its headings found, its rows to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice

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
        with workbook.opened(source) as rows:
            yield _headed(rows, kind, mapping, native=True)
        return
    text = lines(source.chunks(), source.notes)
    separator, text = csv_rows.separated(text, kind)
    yield _headed(csv_rows.rows_of(text, separator), kind, mapping)


def _headed(
    rows: Iterator[Row | Wrong],
    kind: Kind | None,
    mapping: Mapping[str, str] | None,
    *,
    native: bool = False,
) -> Sheet:
    told = {key(heading) for heading in mapping or ()}

    first = list(islice(rows, _LOOK))
    found = {at: row for at, row in enumerate(first) if isinstance(row, Row)}
    if not found:
        raise NotReadable("It has no row with headings. The first row names the columns.")
    rank = {
        at: max(known(texts, kind), len(told & {key(each) for each in texts}))
        for at, row in found.items()
        if (texts := _texts(row))
    }
    at = max(rank, key=rank.__getitem__)
    # One word that we know may stand in any title.
    at = at if rank[at] > 1 else min(rank)
    headings = _texts(found[at])
    refuse_many_columns(len(headings), found[at].line)
    while headings and not headings[-1]:
        headings.pop()
    below = counted(chain(first[at + 1 :], rows))
    return Sheet(tuple(headings), found[at].line, below, native)


def _texts(row: Row) -> list[str]:
    return [" ".join(shown(cell).split()) for cell in row.cells]
