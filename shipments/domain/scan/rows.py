"""Lines pasted from a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shipments.domain.scan.amounts import InvalidAmount, count, quantity, weight
from shipments.domain.scan.heading import NAMING, UNNAMED, Column, columns_of
from shipments.domain.scan.scanned_text import InvalidScan, shown
from shipments.domain.typed_code import found


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a shipment as pasted.

    :param line: counted from 1 in the pasted text, its heading and empty lines included.
    :param order: how the line calls its order: a reference, a document or a contract number.
    :param quantity: None where the cell is empty: all that is left to ship.
    :param cells: everything the line holds, columns that nobody knows included.
    """

    line: int
    order: str
    quantity: int | None
    unit: str
    lot: str
    serial_from: str
    serial_to: str
    packages: int | None
    gross_kg: Decimal | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell.

    :param found: as it stands in the cell, in quotes; "nothing" for an empty one.
    :param needed: what would be right.
    """

    column: str
    found: str
    needed: str

    def __str__(self) -> str:
        return f"{self.column.capitalize()}: found {self.found}; {self.needed}."


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A line that cannot be taken as it is, with every reason."""

    line: int
    problems: tuple[Problem, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A pasted table: every line is in it once, taken or refused.

    :param columns: as read; None for a column whose heading nobody knows. Its cells are kept
        with each row and not used.
    """

    columns: tuple[Column | None, ...]
    rows: tuple[Row | RefusedRow, ...]

    @property
    def taken(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if isinstance(row, Row))

    @property
    def refused(self) -> tuple[RefusedRow, ...]:
        return tuple(row for row in self.rows if isinstance(row, RefusedRow))


def read_rows(text: str) -> Rows:
    """Read a table whose columns are divided by tabs, else by semicolons, else by commas.

    :raises InvalidScan: nothing but a heading, or a heading that cannot be used.
    """
    lines = [(number, cells) for number, cells in _lines(text) if any(cells)]
    columns = columns_of(lines[0][1]) if lines else None
    body = lines if columns is None else lines[1:]
    if not body:
        raise InvalidScan("Pasted lines: found no line with an order.")
    columns = columns or UNNAMED
    return Rows(columns, tuple(_row(number, cells, columns) for number, cells in body))


def _lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    divider = next((sign for sign in "\t;," if sign in text), "\t")
    # One stray quotation mark, as in 5" shell, must not swallow the lines that follow.
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=divider,
        quoting=csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL,
    )
    number = 1
    try:
        for cells in reader:
            yield number, tuple(shown(cell) for cell in cells)
            number = reader.line_num + 1
    except csv.Error as error:
        raise InvalidScan(f"Pasted lines: line {number} cannot be read ({error}).") from error


def _row(line: int, cells: tuple[str, ...], columns: Sequence[Column | None]) -> Row | RefusedRow:
    value = dict.fromkeys(Column, "")
    value |= {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    order = next((value[column] for column in NAMING if value[column]), "")
    problems = _beyond(cells, columns)
    if not order:
        needed = "it needs an order reference, a document number or a contract number"
        problems.append(Problem(Column.ORDER, found(""), needed))
    amount, unit = None, value[Column.UNIT]
    packages = gross_kg = None
    try:
        amount, inline = quantity(value[Column.QUANTITY])
        unit = unit or inline
    except InvalidAmount as error:
        problems.append(Problem(Column.QUANTITY, found(value[Column.QUANTITY]), str(error)))
    try:
        packages = count(value[Column.PACKAGES])
    except InvalidAmount as error:
        problems.append(Problem(Column.PACKAGES, found(value[Column.PACKAGES]), str(error)))
    try:
        gross_kg = weight(value[Column.WEIGHT])
    except InvalidAmount as error:
        problems.append(Problem(Column.WEIGHT, found(value[Column.WEIGHT]), str(error)))
    if value[Column.SERIAL_TO] and not value[Column.SERIAL_FROM]:
        needed = f"it needs the first serial too, the last is {found(value[Column.SERIAL_TO])}"
        problems.append(Problem(Column.SERIAL_FROM, found(""), needed))
    if problems:
        return RefusedRow(line, tuple(problems), cells)
    return Row(
        line=line,
        order=order,
        quantity=amount,
        unit=unit,
        lot=value[Column.LOT],
        serial_from=value[Column.SERIAL_FROM],
        serial_to=value[Column.SERIAL_TO],
        packages=packages,
        gross_kg=gross_kg,
        cells=cells,
    )


def _beyond(cells: Sequence[str], columns: Sequence[Column | None]) -> list[Problem]:
    """Cells to the right of the last column: a divider too many, as in 4,200."""
    extra = [cell for cell in cells[len(columns) :] if cell]
    if not extra:
        return []
    needed = f"the line has more than {len(columns)} columns; take the divider out of the number"
    return [Problem(f"column {len(columns) + 1}", found(extra[0]), needed)]
