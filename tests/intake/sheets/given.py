from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches.plan import Staged, Wrong
from shipments.intake.batches.source import Source
from shipments.intake.sheets.reading.reader import read
from shipments.models import ImportBatch
from tests.factories.moments import AT


class GivenSource(Source):
    """A file in memory, which comes in pieces."""

    def __init__(self, content: bytes, *, piece: int = 1_000, **facts: Any) -> None:
        facts = {"kind": "orders", "format": "csv", "size": len(content)} | facts
        super().__init__(ImportBatch(uploaded_at=AT, **facts))
        self.content = content
        self.piece = piece

    def chunks(self) -> Iterator[bytes]:
        self.bytes_read = 0
        for start in range(0, len(self.content), self.piece):
            piece = self.content[start : start + self.piece]
            self.bytes_read += len(piece)
            yield piece


def rows_of(source: Source) -> list[Staged | Wrong]:
    return list(read(source))


def said(source: Source, *fields: str) -> list[tuple[Any, ...]]:
    """What each row says of these fields, or where and why it is refused."""
    places = [KINDS[source.batch.kind].names.index(name) for name in fields]
    return [
        tuple(each.values[place] for place in places)
        if isinstance(each, Staged)
        else (each.position, each.code)
        for each in read(source)
    ]


def workbook(*rows: Sequence[Any], title: str = "Orders") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()
