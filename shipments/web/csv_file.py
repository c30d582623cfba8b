"""A list as a file for a spreadsheet, sent while it is being read."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROWS_A_CHUNK = 500


def streamed(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> StreamingHttpResponse:
    """:param name: of the file, without its ending."""
    response = StreamingHttpResponse(
        _chunks(headings, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _chunks(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # The mark tells spreadsheets that this is UTF-8.
    buffer.write("\ufeff")
    writer.writerow(headings)
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % ROWS_A_CHUNK == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
