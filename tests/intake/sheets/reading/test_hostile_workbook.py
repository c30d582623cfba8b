from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipments.intake.batches.plan import NotReadable, Unmapped
from shipments.intake.sheets.reading import archive, cells, workbook
from tests.intake.sheets.given import rows_of
from tests.intake.sheets.given import workbook as a_workbook
from tests.intake.sheets.reading.workbooks import changed, refusal, source, with_rows, with_texts

_HEADINGS = ["Reference", "NSN", "Quantity", "Required on", "Note"]
_SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_with_macros_is_refused() -> None:
    content = changed(a_workbook(_HEADINGS), xl__x=b"")
    file = BytesIO(content)
    with zipfile.ZipFile(file, "a") as book:
        book.writestr("xl/vbaProject.bin", b"")

    assert refusal(file.getvalue()) == "It has macros. Save it as XLSX, which has none."


def test_a_protected_workbook_and_one_of_old_are_refused_by_what_they_are() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000_000)
    protected = old[:999_990] + "EncryptedPackage".encode("utf-16-le") + old

    assert refusal(protected) == "It is protected by a password. Save it without one."
    assert refusal(old) == "It is in a format of before 2007. Save it as XLSX, or as CSV."


def test_a_locked_part_is_refused() -> None:
    content = bytearray(a_workbook(_HEADINGS))
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1

    assert refusal(bytes(content)) == "It is protected by a password. Save it without one."


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
        changed(a_workbook(_HEADINGS), xl__workbook=None),
        changed(a_workbook(_HEADINGS), xl__workbook=b"<no"),
        changed(a_workbook(_HEADINGS), xl__worksheets__sheet1=b"<worksheet><sheetData><row"),
        with_rows('<row r="x"><c r="A1"><v>1</v></c></row>'),
        with_rows('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(content) == _NO_WORKBOOK


def test_entities_that_would_swell_are_refused() -> None:
    swelling = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    plain = a_workbook(_HEADINGS)

    for part in ("xl__worksheets__sheet1", "xl__styles", "xl__workbook"):
        assert refusal(changed(plain, **{part: swelling})) == _NO_WORKBOOK
    assert refusal(with_texts(swelling)) == _NO_WORKBOOK


def test_parts_that_say_they_are_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = a_workbook(_HEADINGS)
    large = b"<a>" + bytes(2_500_000)
    bomb = changed(plain, xl__media__picture=large)

    assert refusal(changed(plain, xl__styles=large)) == (
        "Unpacked, xl/styles.xml would have 2 MB; at most 2 MB can be read. "
        "Send it in parts, or as CSV."
    )
    monkeypatch.setattr(archive, "MOST_OF_A_SHEET", 2_000_000)
    monkeypatch.setattr(workbook, "MOST_OF_TEXTS", 1_000_000)
    assert "xl/media/picture.xml would have 2 MB" in refusal(bomb)
    texts = with_texts(bytes(1_500_000))
    assert "xl/sharedStrings.xml would have 1 MB; at most 1 MB" in refusal(texts)


def test_a_part_that_lies_about_its_size_is_read_no_further_than_it_says() -> None:
    xml = b"<worksheet>" + b" " * 3_000_000
    content = bytearray(changed(a_workbook(_HEADINGS), xl__worksheets__sheet1=xml))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.rindex(mark)
        content[start + at : start + at + 4] = struct.pack("<I", 1_000)

    assert refusal(bytes(content)) == _NO_WORKBOOK


def test_a_row_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_MOST_AT_ONCE", 200_000)
    long_row = with_rows('<row r="1">' + "<c/>" * 100_000)
    long_text = with_rows('<row r="1"><c r="A1"><v>' + "1" * 400_000)
    texts = with_texts(b"<sst><si>" + b"<r/>" * 100_000)

    for content in (long_row, long_text, texts):
        assert refusal(content) == "A row, or a text of it, is far longer than one can be."


def test_more_texts_than_can_be_held_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_TEXTS", 3)

    texts = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + b"<si/>" * 4
    )

    assert refusal(with_texts(texts)).startswith("Its cells have more than 3 different texts.")


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
    assert words in refusal(with_rows(rows))


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

    assert refusal(bytes(content)).startswith("It has more parts than any workbook.")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_workbook_does_no_more_than_refuse(data: st.DataObject) -> None:
    content = bytearray(a_workbook(_HEADINGS, ["Q-1", None, 5]))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        rows_of(source(bytes(content)))
    except (NotReadable, Unmapped):
        return
