"""Read one file of the public record, cell by cell, refusing what it does not understand.

Nothing is guessed: an empty cell stays empty, a cell of another form is refused by name.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import models

from shipments.domain import partial_date
from shipments.domain.partial_date import PartialDate

# Several addresses share one cell, parted by a semicolon between spaces.
BETWEEN_ADDRESSES = " ; "
_ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)?")
_LONGEST_ADDRESS = 700
_WHOLE = re.compile(r"[0-9]{1,19}")
_DECIMAL = re.compile(r"-?[0-9]{1,19}(\.[0-9]{1,19})?")
_INTEGER = 2**31 - 1
_BIG_INTEGER = 2**63 - 1
_MONEY = Decimal(10) ** 14


class RecordRefused(Exception):
    """A file of the record says something that cannot be taken over as it stands."""

    def __init__(self, file: str, line: int, column: str, value: str, reason: str) -> None:
        self.file, self.line, self.column = file, line, column
        self.value, self.reason = value, reason
        super().__init__(f'{file} line {line}, column {column}, "{value}": {reason}')


@dataclass(frozen=True)
class Row:
    """One line of one file, with its cells as printed."""

    file: str
    line: int
    cells: Mapping[str, str]

    def refuse(self, column: str, reason: str) -> RecordRefused:
        """Make the refusal of one cell, to be raised."""
        return RecordRefused(self.file, self.line, column, self.cells[column], reason)

    def text(self, column: str, at_most: int | None = None) -> str:
        """:param at_most: characters that its place holds; more is refused, never cut."""
        value = self.cells[column]
        if at_most is not None and len(value) > at_most:
            raise self.refuse(column, f"{len(value)} characters; there is room for {at_most}.")
        return value

    def stated(self, column: str, at_most: int | None = None) -> str:
        """As ``text``, for what no row may leave out."""
        if not self.cells[column]:
            raise self.refuse(column, "this may not be empty.")
        return self.text(column, at_most)

    def whole(self, column: str, at_most: int = _INTEGER) -> int | None:
        value = self.cells[column]
        if not value:
            return None
        if not _WHOLE.fullmatch(value):
            raise self.refuse(column, "write a whole number in digits alone, like 13981.")
        if int(value) > at_most:
            raise self.refuse(column, f"more than {at_most}, the most that can be held.")
        return int(value)

    def quantity(self, column: str) -> int | None:
        """A count of goods. None is "not published"; zero would say that there are none."""
        value = self.whole(column, _BIG_INTEGER)
        if value == 0:
            raise self.refuse(column, "leave it empty when the quantity is not known.")
        return value

    def dollars(self, column: str) -> Decimal | None:
        value = self.cells[column]
        if not value:
            return None
        if not _DECIMAL.fullmatch(value) or value.startswith("-"):
            raise self.refuse(column, "write dollars in digits alone, like 106500000.")
        amount = Decimal(value)
        if amount >= _MONEY or amount != round(amount, 2):
            raise self.refuse(column, "write whole dollars, or dollars and cents.")
        return amount

    def degrees(self, column: str, at_most: int) -> Decimal | None:
        """A coordinate, to the metre: five decimals are kept."""
        value = self.cells[column]
        if not value:
            return None
        if not _DECIMAL.fullmatch(value) or abs(Decimal(value)) > at_most:
            raise self.refuse(column, f"write degrees from -{at_most} to {at_most}, like 31.2083.")
        return round(Decimal(value), 5)

    def truth(self, column: str) -> bool | None:
        """None when no page says."""
        known: dict[str, bool | None] = {"true": True, "false": False, "": None}
        if self.cells[column] not in known:
            raise self.refuse(column, "write true or false, or leave it empty when not seen.")
        return known[self.cells[column]]

    def date(self, column: str, precision_column: str | None = None) -> PartialDate | None:
        """A day, a month or a year, as exactly as it is written and no more.

        :param precision_column: says the same in words, and has to agree.
        """
        value = self.cells[column]
        try:
            known = partial_date.parse(value) if value else None
        except partial_date.InvalidPartialDate as error:
            raise self.refuse(column, str(error)) from error
        if precision_column is not None:
            written = known.precision.value if known else ""
            if self.cells[precision_column] != written:
                raise self.refuse(
                    precision_column, f'{column} is "{value}", so this has to be "{written}".'
                )
        return known

    def addresses(self, column: str) -> tuple[str, ...]:
        """Every page the row was read at, in the order printed. There is at least one."""
        found = tuple(dict.fromkeys(self.stated(column).split(BETWEEN_ADDRESSES)))
        for address in found:
            if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
                raise self.refuse(
                    column,
                    f'"{address}" is not an address; write https://..., several parted by '
                    f'"{BETWEEN_ADDRESSES}".',
                )
        return found


def room(model: type[models.Model], field: str) -> int:
    """How many characters a column of a table holds."""
    column = model._meta.get_field(field)
    if not isinstance(column, models.CharField) or column.max_length is None:
        raise TypeError(f"{model.__name__}.{field} holds text of any length")
    return column.max_length


def read(folder: Path, file: str, columns: tuple[str, ...]) -> list[Row]:
    """Read a file whose first line has to name exactly these columns, in this order.

    :raises RecordRefused: the file is missing, is not such a file, or holds a row that
        nobody verified at its address.
    """
    try:
        text = (folder / file).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise RecordRefused(file, 0, "", "", f"there is no such file in {folder}.") from error
    except UnicodeDecodeError as error:
        raise RecordRefused(file, 0, "", "", f"not UTF-8 at byte {error.start}.") from error
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    begins = 1
    try:
        for cells in lines:
            if begins == 1:
                _check_header(file, cells, columns)
            elif cells:
                rows.append(_row(file, begins, cells, columns))
            begins = lines.line_num + 1
    except csv.Error as error:
        raise RecordRefused(file, lines.line_num, "", "", f"not CSV: {error}.") from error
    if begins == 1:
        _check_header(file, [], columns)
    return rows


def check_once(rows: list[Row], *columns: str) -> None:
    """Refuse a second row under a name that has to be its own.

    :param columns: together they name a row; where all of them are empty nothing is named.
    """
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        name = tuple(row.cells[column] for column in columns)
        if any(name) and seen.setdefault(name, row.line) != row.line:
            raise row.refuse(
                columns[-1], f"line {seen[name]} has the same {' and '.join(columns)}."
            )


def _check_header(file: str, found: list[str], columns: tuple[str, ...]) -> None:
    for place, expected in enumerate(columns):
        name = found[place] if place < len(found) else ""
        if name != expected:
            raise RecordRefused(file, 1, expected, name, f"column {place + 1} is not {expected}.")
    if len(found) > len(columns):
        extra = found[len(columns)]
        raise RecordRefused(file, 1, extra, extra, "nothing is known about this column.")


def _row(file: str, line: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    if len(cells) != len(columns):
        reason = f"{len(cells)} cells under {len(columns)} columns."
        raise RecordRefused(file, line, columns[0], cells[0], reason)
    row = Row(file, line, {c: v.strip() for c, v in zip(columns, cells, strict=True)})
    for column, value in row.cells.items():
        if any(unicodedata.category(character) == "Cc" for character in value):
            raise row.refuse(column, "there is a line break or another control character in it.")
    if row.cells["verified"] != "yes":
        raise row.refuse("verified", "only rows that were read at their address are kept.")
    return row
