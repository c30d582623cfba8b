"""The beginning of a sheet, for who has to say which column is what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches.plan import Wrong
from shipments.intake.batches.source import Source
from shipments.intake.sheets.reading.rows import printed, shown
from shipments.intake.sheets.reading.sheet import opened


@dataclass(frozen=True, slots=True)
class Preview:
    """:ivar name: of the sheet in its workbook; empty for a CSV file.
    :ivar headings: as they stand there; empty for a column without one.
    :ivar heading_line: the line they are on.
    :ivar rows: the cells of the first rows as text; of a line that cannot be taken apart, all of
        it as one.
    :ivar notes: how the file was read, in sentences.
    """

    name: str
    headings: tuple[str, ...]
    heading_line: int
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def preview(source: Source, rows: int = 20) -> Preview:
    """
    :param rows: how many at most.
    :raises NotReadable: it has no headings, is damaged, or beyond a limit.
    """
    kind = KINDS.get(source.batch.kind)
    with opened(source, kind, source.batch.mapping) as sheet:
        first = tuple(
            (row.text,) if isinstance(row, Wrong) else tuple(printed(shown(c)) for c in row.cells)
            for row in islice(sheet.rows, rows)
        )
        headings = tuple(map(printed, sheet.headings))
        notes = (*source.notes, *sheet.notes)
        return Preview(sheet.name, headings, sheet.heading_line, first, notes)
