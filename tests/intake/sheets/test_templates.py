from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from shipments.domain.csv_safety import safe_cell
from shipments.domain.sheets.field import Field, FieldType, Kind
from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches.plan import Staged, Wrong
from shipments.intake.sheets import templates
from tests.intake.sheets.given import GivenSource, rows_of, workbook

_EACH_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
_DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHARACTERS = st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u00b4")
_WORDS = st.lists(st.text(_CHARACTERS, min_size=1, max_size=8), min_size=1, max_size=3)
_TEXTS = _WORDS.map(lambda words: unicodedata.normalize("NFC", " ".join(words)))
# What a cell of each type can hold; ``str`` of it is how it is written.
_VALUES: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.WHOLE: st.integers(1, 10**12),
    FieldType.DECIMAL: st.decimals(1, 10**6, places=2).map(Decimal),
    FieldType.DATE: _DAYS,
    FieldType.MOMENT: st.datetimes(
        datetime(1990, 1, 1),  # noqa: DTZ001
        datetime(2026, 11, 20),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]),
    ),
    FieldType.YES_NO: st.booleans(),
    FieldType.NSN: st.from_regex(r"[0-9]{13}", fullmatch=True),
    FieldType.DOCUMENT_NUMBER: st.from_regex(
        r"B[A-Z0-9]{5}[0-9](0[1-9][0-9]|[12][0-9]{2})[A-Z0-9]{4}", fullmatch=True
    ),
    FieldType.ORDER: st.from_regex(r"Q-[0-9]{6}", fullmatch=True),
    FieldType.TCN: st.from_regex(r"[A-Z][A-Z0-9]{16}", fullmatch=True),
    FieldType.CASE: st.from_regex(r"IS-[BDP]-[A-Z]{3}", fullmatch=True),
    FieldType.CONTRACT: st.from_regex(r"FA8634[0-9]{2}C[A-Z0-9]{4}", fullmatch=True),
    FieldType.CAGE: st.from_regex(r"[0-9][A-Z]{2}[A-Z0-9]{2}", fullmatch=True),
    FieldType.UNIT: st.text(_LETTERS, min_size=2, max_size=2),
    FieldType.PRIORITY: st.integers(1, 15),
    FieldType.EMAIL: st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.com", fullmatch=True),
    FieldType.TIME_ZONE: st.sampled_from(["America/Chicago", "Asia/Jerusalem"]),
    FieldType.PLACE: st.sampled_from(["KWRI", "ILASH"]),
    FieldType.LANE: st.sampled_from(["KWRI-LLNV-air", "USSUN-ILASH-sea"]),
}


def _value(field: Field) -> st.SearchStrategy[Any]:
    if field.type is FieldType.CHOICE:
        return st.sampled_from([*field.choices])
    if field.type is FieldType.TEXT:
        return _TEXTS.filter(lambda text: len(text) <= field.longest and _plain(text))
    return _VALUES[field.type]


def _plain(text: str) -> bool:
    """Without what is taken for something else on purpose, which has tests of its own."""
    return text.isprintable() and text[0] not in "'=" and "E+" not in text.upper()


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe_cell(str(value))


@_EACH_KIND
@pytest.mark.parametrize("make", [templates.as_csv, templates.as_workbook])
def test_a_template_is_of_its_kind_and_its_example_is_right_but_never_taken(
    kind: Kind, make: Any
) -> None:
    format_ = "csv" if make is templates.as_csv else "xlsx"

    (refused,) = rows_of(GivenSource(make(kind), kind=kind.name, format=format_))

    assert isinstance(refused, Wrong)
    assert (refused.line, refused.code) == (2, "example")


def test_the_csv_template_opens_as_utf_8_and_runs_nothing() -> None:
    content = templates.as_csv(KINDS["contacts"])

    assert content.startswith(b"\xef\xbb\xbfContractor,City,Name,Duty,E-mail,Telephone,")
    assert b",'+1 202 555 0100," in content


def test_the_workbook_keeps_codes_as_text_and_explains_each_column() -> None:
    book = load_workbook(io.BytesIO(templates.as_workbook(KINDS["orders"])))
    sheet, columns = book.worksheets

    assert (sheet.title, columns.title) == ("Orders", "Columns")
    assert sheet["B2"].value == "BISA4363240001"
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
    assert sheet.column_dimensions["C"].number_format == "@"
    rows = list(columns.iter_rows(values_only=True))
    assert rows[0] == ("Column", "Needed", "What it takes", "Example", "Also called")
    assert rows[1][:3] == (
        "Reference",
        "this or Document number",
        "Text. What people call it. Empty: its document number.",
    )
    assert rows[5][:3] == ("Quantity", "if new", "A whole number of 1 or more.")
    assert rows[14][2] == "One of: routine, urgent, emergency."


@_EACH_KIND
@settings(max_examples=15)
@given(st.data())
def test_what_a_filled_template_says_is_read_back(kind: Kind, data: st.DataObject) -> None:
    every = st.tuples(*(_value(field) for field in kind.fields))
    rows = data.draw(st.lists(every, min_size=1, max_size=3))
    separator = data.draw(st.sampled_from(",;\t"))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow([field.heading for field in kind.fields])
    writer.writerows([[_written(value) for value in row] for row in rows])

    found = rows_of(GivenSource(text.getvalue().encode(encoding), kind=kind.name, decimal_mark="."))

    assert [each.values if isinstance(each, Staged) else each for each in found] == rows


@_EACH_KIND
@settings(max_examples=5, deadline=None)
@given(st.data())
def test_what_a_filled_workbook_says_is_read_back(kind: Kind, data: st.DataObject) -> None:
    row = data.draw(st.tuples(*(_value(field) for field in kind.fields)))
    cells = [str(each) if isinstance(each, datetime) else each for each in row]
    content = workbook([field.heading for field in kind.fields], cells)

    (found,) = rows_of(GivenSource(content, kind=kind.name, format="xlsx"))

    assert isinstance(found, Staged), found
    assert found.values == row
