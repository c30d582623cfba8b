"""The rows of a workbook: of its first visible sheet that has any."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from shipments.intake.batches.plan import NotReadable
from shipments.intake.batches.source import Source
from shipments.intake.sheets.reading.archive import MOST_OF_A_SHEET, MOST_OF_TEXTS, Archive, damaged
from shipments.intake.sheets.reading.cells import Metered, SheetParser, merged_cells, quietly
from shipments.intake.sheets.reading.rows import ErrorCell, Row, as_csv

_TEXT = f"{{{SHEET_MAIN_NS}}}si"
_MOST_TEXTS = 2_000_000
# What the library, the unpacking and the parser raise of a damaged or a hostile file.
_DAMAGE = (
    BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    EOFError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    visible: bool
    part: str


class _Book(ExcelReader):  # type: ignore[misc]  # openpyxl ships no types
    """The library's reading of what belongs to all sheets, without opening any of them."""

    def __init__(self, file: BinaryIO) -> None:
        self.archive = Archive(file)
        self.valid_files = self.archive.namelist()
        self.read_only = self.data_only = True
        self.keep_vba = self.keep_links = self.rich_text = False
        self.shared_strings: list[str] = []
        self.sheets: list[_Listed] = []

    def read(self) -> None:
        """What a cell needs: the texts, which formats are of dates, which day is the first."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        self.read_worksheets()

    def read_strings(self) -> None:
        """The texts, each let go as an element once it is read."""
        told = self.package.find(SHARED_STRINGS)
        if told is None:
            return
        info = self.archive.refuse_larger(told.PartName[1:], MOST_OF_TEXTS)
        with self.archive.open(info) as part:
            metered, root = Metered(part), None
            for event, element in iterparse(metered, events=("start", "end")):
                root = element if root is None else root
                if event == "end" and element.tag == _TEXT:
                    self.shared_strings.append(Text.from_tree(element).content)
                    root.clear()
                    metered.reset()
                    if len(self.shared_strings) > _MOST_TEXTS:
                        raise NotReadable(
                            f"Its cells have more than {_MOST_TEXTS:,} different texts. "
                            "Send it in parts, or as CSV."
                        )

    def read_worksheets(self) -> None:
        """Only which there are."""
        for sheet, link in self.parser.find_sheets():
            if link.Type.endswith("/worksheet") and link.target in self.valid_files:
                self.sheets.append(_Listed(sheet.name, sheet.state == "visible", link.target))


@contextmanager
def opened(source: Source) -> Iterator[Iterator[Row]]:
    """The rows that are not empty.

    :raises NotReadable: it is damaged, protected or too large, or no sheet of it has rows.
    """
    with source.opened() as file:
        with _told(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = _Book(file)
            book.read()
        name, rows = _first(book, source)
        visible = [each.name for each in book.sheets if each.visible]
        if len(visible) > 1:
            others = ", ".join(f"“{each}”" for each in visible if each != name)
            source.notes.append(f"Read was the sheet “{name}”, and not {others}.")
        yield rows


def _first(book: _Book, source: Source) -> tuple[str, Iterator[Row]]:
    for sheet in book.sheets:
        if not sheet.visible:
            continue
        rows = _rows(book, sheet.part, source)
        first = next(rows, None)
        if first is not None:
            return sheet.name, _again(first, rows)
    raise NotReadable("None of its visible sheets has a row.")


def _again(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _rows(book: _Book, name: str, source: Source) -> Iterator[Row]:
    info = book.archive.refuse_larger(name, MOST_OF_A_SHEET)
    size = max(1, info.file_size)
    mark = source.batch.decimal_mark or "."

    def told(unpacked: int) -> None:
        source.bytes_read = min(source.batch.size, source.batch.size * unpacked // size)

    with _told(), book.archive.open(info) as part:
        merged = merged_cells(part)
    with _told(), book.archive.open(info) as part:
        parser = SheetParser(
            Metered(part, told),
            book.shared_strings,
            data_only=True,
            epoch=book.wb.epoch,
            date_formats=book.wb._date_formats,
            timedelta_formats=book.wb._timedelta_formats,
        )
        for number, cells in quietly(parser.cells(merged)):
            if any(map(_said, cells)):
                yield Row(number, cells, as_csv(cells, mark))


def _said(cell: Any) -> bool:
    if isinstance(cell, ErrorCell):
        return cell.found != ""
    return cell is not None and (not isinstance(cell, str) or cell.strip() != "")


@contextmanager
def _told() -> Iterator[None]:
    """Say in our words what a damaged file makes the library say in its own."""
    try:
        yield
    except _DAMAGE as error:
        raise damaged() from error
