"""What the reading of a file gives, whatever the file is."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from shipments.intake.batches.plan import NotReadable, Wrong

MOST_ROWS = 2_000_000
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell of a workbook that has no value to be used.

    :ivar found: as the spreadsheet shows it.
    """

    code: str
    found: str
    expected: str

    def __str__(self) -> str:
        return self.found


@dataclass(slots=True)
class Row:
    """:ivar line: of the file where it begins, from 1; of a workbook, its row.
    :ivar cells: text; of a workbook, what is kept in them, None for an empty one.
    :ivar text: its cells as CSV with commas.
    """

    line: int
    cells: Sequence[Any]
    text: str


@dataclass
class Sheet:
    """:ivar headings: as they stand there.
    :ivar heading_line: the line they are on.
    :ivar rows: those below, empty ones left out.
    :ivar native: whether cells are more than text.
    """

    headings: tuple[str, ...]
    heading_line: int
    rows: Iterator[Row | Wrong]
    native: bool = False


class _Echo:
    def write(self, text: str) -> str:
        return text


# A writer gives back what its file's write does.
_written = csv.writer(_Echo(), lineterminator="").writerow


def as_csv(cells: Sequence[Any], mark: str = ".") -> str:
    """A row as it would stand in a CSV file with commas, without what no text can have.

    :param mark: as of ``shown``.
    """
    return printed(str(_written([shown(each, mark) for each in cells])))


def shown(cell: Any, mark: str = ".") -> str:
    """What a cell holds, as people would write it.

    :param mark: before decimals, as the rest of the file has it.
    """
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if not isinstance(cell, float) or abs(cell) >= 10**15:
        return str(cell)
    whole, _, decimals = str(cell).partition(".")
    if decimals in {"", "0"}:
        return whole
    # Three of them could be thousands to who reads it back.
    return f"{whole}{mark}{decimals}{'0' if len(decimals) == 3 else ''}"


def printed(text: str) -> str:
    """PostgreSQL keeps neither a null character nor half a character."""
    if "\0" in text:
        text = text.replace("\0", "\u2400")
    return text if text.isascii() else text.encode(errors="replace").decode()


def letters(column: int) -> str:
    """A column's name in a spreadsheet, counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def refuse_many_columns(count: int, line: int) -> None:
    if count > MOST_COLUMNS:
        raise NotReadable(
            f"Row {line:,} has {count:,} columns. At most {MOST_COLUMNS} can be read."
        )


def counted(rows: Iterator[Row | Wrong]) -> Iterator[Row | Wrong]:
    """
    :raises NotReadable: there are more rows than can be.
    """
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise NotReadable(f"It has more than {MOST_ROWS:,} rows. Send it in parts.")
        yield row
