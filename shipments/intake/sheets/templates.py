"""Empty sheets of each kind to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from shipments.domain.csv_safety import safe_cell
from shipments.domain.sheets.explained import explained, needed
from shipments.domain.sheets.field import Kind
from shipments.intake.sheets.reading.rows import letters

# So a spreadsheet keeps what is typed, and makes no date or number of it.
_AS_TEXT = "@"
_EXPLAINED = ("Column", "Needed", "What it takes", "Example", "Also called")
_WIDEST = 60


def as_csv(kind: Kind) -> bytes:
    """Headings and one line that shows what is meant, in UTF-8 that spreadsheets recognise."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([each.heading for each in kind.fields])
    writer.writerow([safe_cell(each.example) for each in kind.fields])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(kind: Kind) -> bytes:
    """The same as XLSX, and on a second sheet what each column takes."""
    book = Workbook()
    sheet = book.active
    sheet.title = kind.label
    _fill(sheet, [[each.heading for each in kind.fields], [each.example for each in kind.fields]])
    _fill(
        book.create_sheet("Columns"),
        [
            _EXPLAINED,
            *(
                (each.heading, needed(each, kind), explained(each), each.example, each.synonyms)
                for each in kind.fields
            ),
        ],
    )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.number_format = _AS_TEXT
            cell.value = text or None
            cell.font = Font(bold=number == 1)
    sheet.freeze_panes = "A2"
    for column, texts in enumerate(zip(*rows, strict=True)):
        width = sheet.column_dimensions[letters(column)]
        width.number_format = _AS_TEXT
        width.width = min(_WIDEST, max(len(text) for text in texts) + 2)
