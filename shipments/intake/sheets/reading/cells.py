"""The cells of a workbook's sheet, row by row."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO, Any
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG
from openpyxl.worksheet._reader import WorkSheetParser as Parser
from openpyxl.xml.functions import iterparse

from shipments.intake.batches.plan import NotReadable
from shipments.intake.sheets.reading.rows import MOST_COLUMNS, ErrorCell, letters

# The last that a spreadsheet itself has.
_LAST_ROW = 1_048_576
# Far beyond what is read, and near enough for a row to be held with its empty cells.
_LAST_COLUMN = 1_000
# Between two rows no more than this is held, whatever somebody has put there.
_MOST_AT_ONCE = 8_000_000
_PIECE = 1_000_000
_MOST_MERGED = 10_000
_AFTER_ROWS = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_ROWS_AT_ONCE = 200

Merged = tuple[int, int, int, int]
Cells = tuple[int, list[Any]]


class Metered:
    """A part being unpacked, which counts what has gone through it."""

    def __init__(self, part: IO[bytes], told: Callable[[int], None] | None = None) -> None:
        self.part = part
        self.told = told
        self.total = 0
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """
        :raises NotReadable: too much has come since it was last reset.
        """
        piece = self.part.read(size)
        self.total += len(piece)
        self.since += len(piece)
        if self.since > _MOST_AT_ONCE:
            raise NotReadable("A row, or a text of it, is far longer than one can be.")
        return piece

    def reset(self) -> None:
        """What came before has been let go."""
        self.since = 0
        if self.told:
            self.told(self.total)


class SheetParser(Parser):  # type: ignore[misc]  # openpyxl ships no types
    """The library's reading of cells, with an eye on what it passes over.

    It lets go of every row, and gives a cell that has no value to be used as one that says so.
    """

    def cells(self, merged: list[Merged]) -> Iterator[Cells]:
        """Row number and cells of each row that has any, up to its last one.

        :raises NotReadable: rows are not in their order, or beyond what a sheet can have.
        """
        last, parent = 0, None
        waiting = sorted(merged, key=lambda each: each[1], reverse=True)
        open_: list[Merged] = []
        for event, element in iterparse(self.source, events=("start", "end")):
            if event == "start":
                parent = element if element.tag == DATA_TAG else parent
                continue
            if element.tag == DATA_TAG:
                return
            if element.tag != ROW_TAG:
                continue
            number, row = self.parse_row(element)
            if parent is not None:
                parent.clear()
            self.source.reset()
            if not last < number <= _LAST_ROW:
                raise NotReadable(f"Its row {number} is out of order. Save it anew as XLSX.")
            last = number
            while waiting and waiting[-1][1] <= number:
                open_.append(waiting.pop())
            open_ = [each for each in open_ if each[3] >= number]
            cells = _in_columns(row)
            if cells:
                yield number, _with_merged(cells, number, open_)

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """As the library, but an error and a formula without a stored value say what they are."""
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["data_type"] == "e":
            cell["value"] = ErrorCell(
                "error_cell",
                str(cell["value"] or "an error"),
                "The cell shows an error. Correct its formula, or enter the value.",
            )
        elif cell["value"] is None:
            formula = element.find(FORMULA_TAG)
            # The value of a text formula may be an empty text, which was stored.
            empty = element.get("t") == "str" and element.find(VALUE_TAG) is not None
            if formula is not None and not empty:
                cell["value"] = ErrorCell(
                    "formula_without_value",
                    f"={formula.text or ''}",
                    "The formula was never computed. Open the file in the spreadsheet program "
                    "and save it, or enter the value.",
                )
        return cell


def quietly(rows: Iterator[Cells]) -> Iterator[Cells]:
    """The library warns of what is refused by its cell here, or is of no concern."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            some = list(islice(rows, _ROWS_AT_ONCE))
        if not some:
            return
        yield from some


def merged_cells(part: IO[bytes]) -> list[Merged]:
    """First column and row, last column and row of each. They are told behind the rows."""
    rest, behind = b"", False
    while piece := part.read(_PIECE):
        rest += piece
        if not behind:
            found = _AFTER_ROWS.search(rest)
            behind = found is not None
            rest = rest[found.end() :] if found else rest[-64:]
        if len(rest) > _MOST_AT_ONCE:
            break
    return (
        [
            range_boundaries(found[1].decode())
            for found in islice(_MERGED.finditer(rest), _MOST_MERGED)
        ]
        if behind
        else []
    )


def _in_columns(row: list[dict[str, Any]]) -> list[Any]:
    valued = [(cell["column"], cell["value"]) for cell in row if cell["value"] is not None]
    if not valued:
        return []
    width = max(column for column, _ in valued)
    if width > _LAST_COLUMN:
        raise NotReadable(
            f"A cell in column {letters(width - 1)} has a value. At most {MOST_COLUMNS} columns "
            "can be read."
        )
    cells: list[Any] = [None] * width
    for column, value in valued:
        cells[column - 1] = value
    return cells


def _with_merged(cells: list[Any], number: int, merged: list[Merged]) -> list[Any]:
    for first, top, end, bottom in merged:
        where = f"{letters(first - 1)}{top}:{letters(end - 1)}{bottom}"
        last = min(end, _LAST_COLUMN)
        cells += [None] * (last - len(cells))
        for column in range(first, last + 1):
            if (column, number) != (first, top) and cells[column - 1] is None:
                cells[column - 1] = ErrorCell(
                    "merged_cells",
                    "",
                    f"It is one of the merged cells {where}. Unmerge them and fill each.",
                )
    return cells
