"""A sheet's rows with their cells read, or refused cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as kept
from typing import Any

from shipments.domain.sheets.days import ORDERS
from shipments.domain.sheets.field import Field, Kind, Need
from shipments.domain.sheets.headings import Match, UnclearHeadings, match
from shipments.domain.sheets.kinds import KINDS
from shipments.domain.sheets.numbers import MARKS
from shipments.domain.sheets.values import Written, native_reader, reader
from shipments.domain.sheets.wrong_cell import WrongCell
from shipments.intake.batches.plan import Staged, Unmapped, Wrong
from shipments.intake.batches.source import Source
from shipments.intake.sheets.reading.rows import ErrorCell, Row, Sheet, letters, printed, shown
from shipments.intake.sheets.reading.sheet import opened
from shipments.models import ImportBatch

# Of a column's cells, the first so many that differ are read once each.
_REMEMBERED = 5_000
_NOT_READ = object()


def read(source: Source) -> Iterator[Staged | Wrong]:
    """The reader of every kind of sheet. Values come in the order of the kind's fields.

    :raises NotReadable: the file as a whole is refused.
    :raises Unmapped: its kind is not told, or its headings are not.
    """
    batch = source.batch
    kind = KINDS.get(batch.kind)
    if kind is None:
        raise Unmapped("Say what the rows of this sheet are.")
    with opened(source, kind, batch.mapping) as sheet:
        matched = fields_of(sheet, kind, batch)
        source.notes += notes(sheet, matched)
        yield from _Rows(kind, matched, sheet, written(batch)).read()


def fields_of(sheet: Sheet, kind: Kind, batch: ImportBatch) -> Match:
    """
    :raises Unmapped: a person has to say which column is what.
    """
    try:
        matched = match(sheet.headings, kind, batch.mapping)
    except UnclearHeadings as error:
        raise Unmapped(str(error)) from error
    if matched.missing:
        needed = "; ".join(
            " or ".join(kind.field(name).heading for name in group) for group in matched.missing
        )
        raise Unmapped(f"No column is known to be: {needed}. Say which one it is.")
    return matched


def written(batch: ImportBatch) -> Written:
    """How the file is written, as far as it is known."""
    return Written(
        received=batch.uploaded_at,
        date_order=batch.date_order if batch.date_order in ORDERS else "",
        decimal_mark=batch.decimal_mark if batch.decimal_mark in MARKS else "",
    )


def notes(sheet: Sheet, matched: Match) -> list[str]:
    """What people should know of how it is read, in sentences."""
    said = []
    if matched.unknown:
        names = ", ".join(f"“{each}”" for each in matched.unknown)
        said.append(f"Not used, because nobody knows what they are: {names}.")
    nameless = [letters(i) for i, each in enumerate(sheet.headings) if not each]
    if nameless:
        said.append(f"Not used, because they have no heading: column {', '.join(nameless)}.")
    return said


@dataclass(slots=True)
class _Column:
    """:ivar at: where it is in a row of the file.
    :ivar to: where it is among the values.
    """

    at: int
    to: int
    field: Field
    read: Callable[[Any], Any]
    read_before: dict[str, Any] = kept(default_factory=dict)


class _Rows:
    def __init__(self, kind: Kind, matched: Match, sheet: Sheet, written: Written) -> None:
        make = native_reader if sheet.native else reader
        self.kind = kind
        self.sheet = sheet
        self.columns = [
            _Column(at, kind.names.index(name), kind.field(name), make(kind.field(name), written))
            for name, at in matched.mapping.items()
        ]
        self.letter = {column.field.name: letters(column.at) for column in self.columns}
        places = {name: place for place, name in enumerate(kind.names)}
        self.always = [
            ((each.name,), (places[each.name],)) for each in kind.fields if each.need is Need.ALWAYS
        ] + [(group, tuple(places[name] for name in group)) for group in kind.one_of]
        self.beside = [
            (places[each.name], [(name, places[name]) for name in each.beside], each)
            for each in kind.fields
            if each.beside and each.name in self.letter
        ]

        # A template sent back as it was must leave nothing made up in the record.
        ours = Written(received=written.received, decimal_mark=".")
        self.example = tuple(reader(each, ours)(each.example) for each in kind.fields)

    def read(self) -> Iterator[Staged | Wrong]:
        width, cells_of = (
            len(self.sheet.headings),
            self._native if self.sheet.native else self._text,
        )
        for row in self.sheet.rows:
            if isinstance(row, Wrong):
                yield row
                continue
            values: list[Any] = [None] * len(self.kind.fields)
            wrong = cells_of(row, values)
            if len(row.cells) > width:
                wrong += self._beyond(row, width)
            self._check(row, values, wrong)
            if tuple(values) == self.example:
                wrong.append(self._example(row))
            if wrong:
                yield from wrong
            else:
                yield Staged(row.line, row.text, tuple(values))

    def _text(self, row: Row, values: list[Any]) -> list[Wrong]:
        wrong: list[Wrong] = []
        cells, count = row.cells, len(row.cells)
        for column in self.columns:
            cell = cells[column.at] if column.at < count else ""
            if not cell:
                continue
            value = column.read_before.get(cell, _NOT_READ)
            if value is _NOT_READ:
                try:
                    value = column.read(cell)
                except WrongCell as error:
                    wrong.append(self._wrong(row, column.field.name, cell, error.code, str(error)))
                    continue
                if len(column.read_before) < _REMEMBERED:
                    column.read_before[cell] = value
            values[column.to] = value
        return wrong

    def _native(self, row: Row, values: list[Any]) -> list[Wrong]:
        wrong: list[Wrong] = []
        for column in self.columns:
            cell = row.cells[column.at] if column.at < len(row.cells) else None
            if cell is None:
                continue
            name = column.field.name
            if isinstance(cell, ErrorCell):
                wrong.append(self._wrong(row, name, cell.found, cell.code, cell.expected))
                continue
            try:
                values[column.to] = column.read(cell)
            except WrongCell as error:
                wrong.append(self._wrong(row, name, shown(cell), error.code, str(error)))
        return wrong

    def _check(self, row: Row, values: Sequence[Any], wrong: list[Wrong]) -> None:
        """What is missing in a row, where it is not already said that it cannot be read."""
        for names, places in self.always:
            if all(values[place] is None for place in places):
                self._missing(row, names, wrong)
        for place, others, each in self.beside:
            if values[place] is not None:
                for name, other in others:
                    if values[other] is None:
                        self._missing(row, (name,), wrong, f"; {each.heading} stands alone")

    def _missing(self, row: Row, names: Sequence[str], wrong: list[Wrong], why: str = "") -> None:
        if any(each.field in names for each in wrong):
            return
        wanted = " or ".join(self.kind.field(name).heading for name in names)
        wrong.append(self._wrong(row, names[0], "", "required", f"Enter {wanted}{why}."))

    def _beyond(self, row: Row, width: int) -> list[Wrong]:
        for at in range(width, len(row.cells)):
            found = shown(row.cells[at])
            if found.strip():
                return [
                    Wrong.of(
                        row.line,
                        row.text,
                        position=f"{letters(at)}{row.line}",
                        found=printed(found),
                        code="too_many_cells",
                        expected=f"The headings have {width} columns, and this is beyond them. "
                        "A separator in a cell needs quotation marks around the cell.",
                    )
                ]
        return []

    def _example(self, row: Row) -> Wrong:
        expected = "This is the example of the template. Take it out."
        return Wrong.of(row.line, row.text, code="example", expected=expected)

    def _wrong(self, row: Row, name: str, found: str, code: str, expected: str) -> Wrong:
        letter = self.letter.get(name, "")
        return Wrong.of(
            row.line,
            row.text,
            position=f"{letter}{row.line}" if letter else "",
            field=name,
            found=printed(found),
            code=code,
            expected=expected,
        )
