from __future__ import annotations

import re
import struct
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from shipments.intake.batches.plan import NotReadable, Staged, Unmapped, Wrong
from shipments.intake.sheets.reading import archive, cells, workbook
from tests.intake.sheets.given import GivenSource, rows_of, said, saved
from tests.intake.sheets.given import workbook as a_workbook

_HEADINGS = ["Reference", "NSN", "Quantity", "Required on", "Note"]
_SHEET = "xl/worksheets/sheet1.xml"


def _source(content: bytes, **facts: Any) -> GivenSource:
    return GivenSource(content, format="xlsx", **facts)


def _changed(content: bytes, **parts: bytes | None) -> bytes:
    """The workbook with parts replaced, added, or left out."""
    named = {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, part in named.items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def _with_rows(xml: str, behind: str = "") -> bytes:
    """A workbook whose sheet has rows as other programs write them."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{xml}</sheetData>{behind}</worksheet>'
    return _changed(a_workbook(), xl__worksheets__sheet1=sheet.encode())


def _with_texts(texts: bytes, rows: str = "") -> bytes:
    """A workbook whose texts stand together in a part of their own, as most programs keep them."""
    content = _with_rows(rows)
    with zipfile.ZipFile(BytesIO(content)) as file:
        manifest = file.read("[Content_Types].xml")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    entry = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    return _changed(
        content,
        **{"[Content_Types]": manifest.replace(b"</Types>", entry.encode())},
        xl__sharedStrings=texts,
    )


def _refusal(content: bytes) -> str:
    with pytest.raises(NotReadable) as refused:
        rows_of(_source(content))
    return str(refused.value)


def test_cells_are_read_as_what_they_are() -> None:
    content = a_workbook(
        _HEADINGS,
        ["Q-1", "1395-00-000-0001", 140, datetime(2026, 11, 25), "as, it is"],  # noqa: DTZ001
        [12345, 1395000000001, 3.0, date(2026, 11, 26), None],
        ["Q-3", None, "1 234", "27 Nov 2026", True],
    )
    source = _source(content)

    rows = rows_of(source)

    assert said(source, "reference", "nsn", "quantity", "required_on", "note") == [
        ("Q-1", "1395000000001", 140, date(2026, 11, 25), "as, it is"),
        ("12345", "1395000000001", 3, date(2026, 11, 26), None),
        ("Q-3", None, 1234, date(2026, 11, 27), "yes"),
    ]
    assert [(row.line, row.text) for row in rows] == [
        (2, 'Q-1,1395-00-000-0001,140,2026-11-25,"as, it is"'),
        (3, "12345,1395000000001,3,2026-11-26"),
        (4, "Q-3,,1 234,27 Nov 2026,yes"),
    ]
    assert source.bytes_read == source.batch.size
    assert source.notes == []


@pytest.mark.parametrize(
    ("mark", "text"), [("", "Q-1,1.1250,1.5"), (".", "Q-1,1.1250,1.5"), (",", 'Q-1,"1,1250","1,5"')]
)
def test_the_text_of_a_row_can_be_read_back_as_the_file_is(mark: str, text: str) -> None:
    content = a_workbook(["TCN", "Weight", "Note"], ["Q-1", 1.125, 1.5])

    (refused,) = rows_of(
        _source(
            content,
            kind="shipments",
            decimal_mark=mark,
            mapping={"TCN": "order_reference", "Note": "tcn"},
        )
    )

    assert refused.text == text


def test_what_the_spreadsheet_changed_is_refused_by_cell() -> None:
    content = a_workbook(
        _HEADINGS,
        [],
        ["Q-1", 395000000001, datetime(2026, 1, 3), 46351, None],  # noqa: DTZ001
    )

    refused = rows_of(_source(content))

    assert [
        (each.position, each.field, each.found, each.code)
        for each in refused
        if isinstance(each, Wrong)
    ] == [
        ("B3", "nsn", "395000000001", "invalid_nsn"),
        ("C3", "quantity", "2026-01-03", "excel_date"),
        ("D3", "required_on", "46351", "serial_day"),
    ]
    assert refused[1].expected == (
        "The spreadsheet turned this into a date. Format the column as text and enter it again."
    )


def test_formulas_are_read_by_their_stored_values_and_errors_refused() -> None:
    content = _with_rows(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Reference</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Qty</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"Q-"&amp;1</f><v>Q-1</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>X1</f><v>Q-2</v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="A4" t="str"><f>X1</f><v>Q-3</v></c><c r="B4"><f>SUM(C1:C2)</f></c></row>'
        '<row r="5"><c r="A5" t="str"><f>X1</f><v>Q-4</v></c><c r="B5" t="str"><f>""</f><v></v></c></row>'
    )

    assert said(_source(content), "reference", "quantity") == [
        ("Q-1", 2),
        ("B3", "error_cell"),
        ("B4", "formula_without_value"),
        ("Q-4", None),
    ]
    assert [each.found for each in rows_of(_source(content)) if isinstance(each, Wrong)] == [
        "#DIV/0!",
        "=SUM(C1:C2)",
    ]


def test_a_workbook_of_formulas_that_nothing_has_computed_says_so() -> None:
    book = Workbook()
    book.active.append(["Reference", "Qty"])
    book.active.append(["Q-1", "=1+1"])
    book.active["B3"] = ArrayFormula("B3:B3", "=1+1")
    book.active["A3"] = "Q-2"

    assert said(_source(saved(book)), "quantity") == [
        ("B2", "formula_without_value"),
        ("B3", "formula_without_value"),
    ]


def test_rows_as_libreoffice_writes_them_are_read() -> None:
    # Its texts kept together, its types on every cell, its empty row at the end of the sheet.
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = (
        f'<sst xmlns="{space}" count="3" uniqueCount="3">'
        '<si><t xml:space="preserve"> Reference </t></si>'
        "<si><r><t>Quan</t></r><r><t>tity</t></r></si>"
        '<si><t xml:space="preserve">Q-1</t></si></sst>'
    )
    content = _with_texts(
        texts.encode(),
        '<row r="1" customFormat="false" ht="12.8" hidden="false" outlineLevel="0">'
        '<c r="A1" s="0" t="s"><v>0</v></c><c r="B1" s="0" t="s"><v>1</v></c></row>'
        '<row r="7" hidden="true"><c r="A7" s="0" t="s"><v>2</v></c>'
        '<c r="B7" s="0" t="n"><v>1.4E2</v></c><c r="C7" s="0"/></row>'
        '<row r="1048576" customHeight="true" ht="12.8"/>',
    )

    (row,) = rows_of(_source(content))

    assert isinstance(row, Staged)
    assert (row.line, row.text) == (7, "Q-1,140")


def test_the_first_visible_sheet_that_has_rows_is_read_and_named() -> None:
    book = Workbook()
    hidden, empty, read, left = (
        book.active,
        book.create_sheet("Empty"),
        book.create_sheet("November"),
        book.create_sheet("Notes"),
    )
    hidden.sheet_state = "hidden"
    assert empty.title == "Empty"
    for sheet in (hidden, read, left):
        sheet.append(["Reference"])
        sheet.append([f"Q-{sheet.title}"])
    source = _source(saved(book))

    assert said(source, "reference") == [("Q-November",)]
    assert source.notes == ["Read was the sheet “November”, and not “Empty”, “Notes”."]


def test_merged_cells_are_refused_where_they_would_leave_something_out() -> None:
    book = Workbook()
    for row in (["Orders of November"], _HEADINGS, ["Q-1", None, 5], ["Q-2", None, 6], ["Q-3"]):
        book.active.append(row)
    book.active.merge_cells("A1:E1")
    book.active.merge_cells("C3:C4")

    refused, *others = [each for each in rows_of(_source(saved(book))) if isinstance(each, Wrong)]

    assert (refused.position, refused.code, refused.expected) == (
        "C4",
        "merged_cells",
        "It is one of the merged cells C3:C4. Unmerge them and fill each.",
    )
    assert others == []
    assert said(_source(saved(book)), "reference", "quantity")[::2] == [("Q-1", 5), ("Q-3", None)]


def test_the_dates_of_a_workbook_that_counts_from_1904_are_right() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    book.active.append(["Reference", "Required on"])
    book.active.append(["Q-1", datetime(2026, 11, 25)])  # noqa: DTZ001

    assert said(_source(saved(book)), "required_on") == [(date(2026, 11, 25),)]


def test_a_date_no_calendar_has_is_an_error_cell() -> None:
    content = a_workbook(["Reference", "Required on"], ["Q-1", datetime(2026, 11, 25)])  # noqa: DTZ001
    with zipfile.ZipFile(BytesIO(content)) as file:
        xml = file.read(_SHEET)
    far = re.sub(rb"<v>46351</v>", b"<v>99999999</v>", xml)

    assert said(_source(_changed(content, xl__worksheets__sheet1=far))) == [("B2", "error_cell")]


def test_a_workbook_without_rows_or_with_unclear_headings_is_not_guessed() -> None:
    assert _refusal(a_workbook()) == "None of its visible sheets has a row."
    with pytest.raises(Unmapped):
        rows_of(_source(a_workbook(["Colour"], ["red"])))


def test_a_workbook_with_macros_is_refused() -> None:
    content = _changed(a_workbook(_HEADINGS), xl__x=b"")
    file = BytesIO(content)
    with zipfile.ZipFile(file, "a") as book:
        book.writestr("xl/vbaProject.bin", b"")

    assert _refusal(file.getvalue()) == "It has macros. Save it as XLSX, which has none."


def test_a_protected_workbook_and_one_of_old_are_refused_by_what_they_are() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000_000)
    protected = old[:999_990] + "EncryptedPackage".encode("utf-16-le") + old

    assert _refusal(protected) == "It is protected by a password. Save it without one."
    assert _refusal(old) == "It is in a format of before 2007. Save it as XLSX, or as CSV."


def test_a_locked_part_is_refused() -> None:
    content = bytearray(a_workbook(_HEADINGS))
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1

    assert _refusal(bytes(content)) == "It is protected by a password. Save it without one."


_NO_WORKBOOK = (
    "It is no workbook that can be read. Open it in the spreadsheet program and save it as XLSX."
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Reference,Qty\n",
        b"PK\x03\x04",
        b"PK\x03\x04" + b"PK\x05\x06" + bytes(18),
        b"PK\x03\x04" + b"PK\x05\x06" + b"\x00" * 6 + b"\x01\x00\x2e\x00\x00\x00" + bytes(6),
        _changed(a_workbook(_HEADINGS), xl__workbook=None),
        _changed(a_workbook(_HEADINGS), xl__workbook=b"<no"),
        _changed(a_workbook(_HEADINGS), xl__worksheets__sheet1=b"<worksheet><sheetData><row"),
        _with_rows('<row r="x"><c r="A1"><v>1</v></c></row>'),
        _with_rows('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert _refusal(content) == _NO_WORKBOOK


def test_entities_that_would_swell_are_refused() -> None:
    swelling = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    plain = a_workbook(_HEADINGS)

    for part in ("xl__worksheets__sheet1", "xl__styles", "xl__workbook"):
        assert _refusal(_changed(plain, **{part: swelling})) == _NO_WORKBOOK
    assert _refusal(_with_texts(swelling)) == _NO_WORKBOOK


def test_parts_that_say_they_are_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = a_workbook(_HEADINGS)
    large = b"<a>" + bytes(2_500_000)
    bomb = _changed(plain, xl__media__picture=large)

    assert _refusal(_changed(plain, xl__styles=large)) == (
        "Unpacked, xl/styles.xml would have 2 MB; at most 2 MB can be read. "
        "Send it in parts, or as CSV."
    )
    monkeypatch.setattr(archive, "MOST_OF_A_SHEET", 2_000_000)
    monkeypatch.setattr(workbook, "MOST_OF_TEXTS", 1_000_000)
    assert "xl/media/picture.xml would have 2 MB" in _refusal(bomb)
    texts = _with_texts(bytes(1_500_000))
    assert "xl/sharedStrings.xml would have 1 MB; at most 1 MB" in _refusal(texts)


def test_a_part_that_lies_about_its_size_is_read_no_further_than_it_says() -> None:
    xml = b"<worksheet>" + b" " * 3_000_000
    content = bytearray(_changed(a_workbook(_HEADINGS), xl__worksheets__sheet1=xml))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.rindex(mark)
        content[start + at : start + at + 4] = struct.pack("<I", 1_000)

    assert _refusal(bytes(content)) == _NO_WORKBOOK


def test_a_row_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_MOST_AT_ONCE", 200_000)
    long_row = _with_rows('<row r="1">' + "<c/>" * 100_000)
    long_text = _with_rows('<row r="1"><c r="A1"><v>' + "1" * 400_000)
    texts = _with_texts(b"<sst><si>" + b"<r/>" * 100_000)

    for content in (long_row, long_text, texts):
        assert _refusal(content) == "A row, or a text of it, is far longer than one can be."


def test_more_texts_than_can_be_held_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_TEXTS", 3)

    texts = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + b"<si/>" * 4
    )

    assert _refusal(_with_texts(texts)).startswith("Its cells have more than 3 different texts.")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="2"><c><v>1</v></c></row><row r="2"/>', "Its row 2 is out of order."),
        ('<row r="1048577"><c><v>1</v></c></row>', "Its row 1048577 is out of order."),
        (
            '<row r="1"><c r="XFD1"><v>1</v></c></row>',
            "A cell in column XFD has a value. At most 200",
        ),
        ('<row r="1"><c r="GS1"><v>1</v></c></row>', "Row 1 has 201 columns. At most 200"),
    ],
)
def test_rows_and_columns_that_no_sheet_has_are_refused(rows: str, words: str) -> None:
    assert words in _refusal(_with_rows(rows))


@pytest.mark.parametrize("directory", ["entries", "size", "long form"])
def test_a_directory_larger_than_any_is_not_read(directory: str) -> None:
    content = bytearray(a_workbook(_HEADINGS))
    end = content.rindex(b"PK\x05\x06")
    if directory == "entries":
        content[end + 10 : end + 12] = struct.pack("<H", 20_000)
    elif directory == "size":
        content[end + 12 : end + 16] = struct.pack("<I", 50_000_000)
    else:
        content[end:end] = b"PK\x06\x07" + bytes(16)

    assert _refusal(bytes(content)).startswith("It has more parts than any workbook.")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_workbook_does_no_more_than_refuse(data: st.DataObject) -> None:
    content = bytearray(a_workbook(_HEADINGS, ["Q-1", None, 5]))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        rows_of(_source(bytes(content)))
    except (NotReadable, Unmapped):
        return
