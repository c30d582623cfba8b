from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from shipments.intake.batches.plan import Staged, Unmapped, Wrong
from tests.intake.sheets.given import rows_of, said, saved
from tests.intake.sheets.given import workbook as a_workbook
from tests.intake.sheets.reading.workbooks import changed, refusal, source, with_rows, with_texts

_HEADINGS = ["Reference", "NSN", "Quantity", "Required on", "Note"]
_SHEET = "xl/worksheets/sheet1.xml"


def test_cells_are_read_as_what_they_are() -> None:
    content = a_workbook(
        _HEADINGS,
        ["Q-1", "1395-00-000-0001", 140, datetime(2026, 11, 25), "as, it is"],  # noqa: DTZ001
        [12345, 1395000000001, 3.0, date(2026, 11, 26), None],
        ["Q-3", None, "1 234", "27 Nov 2026", True],
    )
    file = source(content)

    rows = rows_of(file)

    assert said(file, "reference", "nsn", "quantity", "required_on", "note") == [
        ("Q-1", "1395000000001", 140, date(2026, 11, 25), "as, it is"),
        ("12345", "1395000000001", 3, date(2026, 11, 26), None),
        ("Q-3", None, 1234, date(2026, 11, 27), "yes"),
    ]
    assert [(row.line, row.text) for row in rows] == [
        (2, 'Q-1,1395-00-000-0001,140,2026-11-25,"as, it is"'),
        (3, "12345,1395000000001,3,2026-11-26"),
        (4, "Q-3,,1 234,27 Nov 2026,yes"),
    ]
    assert file.bytes_read == file.batch.size
    assert file.notes == []


@pytest.mark.parametrize(
    ("mark", "text"), [("", "Q-1,1.1250,1.5"), (".", "Q-1,1.1250,1.5"), (",", 'Q-1,"1,1250","1,5"')]
)
def test_the_text_of_a_row_can_be_read_back_as_the_file_is(mark: str, text: str) -> None:
    content = a_workbook(["TCN", "Weight", "Note"], ["Q-1", 1.125, 1.5])

    (refused,) = rows_of(
        source(
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

    refused = rows_of(source(content))

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
    content = with_rows(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Reference</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Qty</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"Q-"&amp;1</f><v>Q-1</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>X1</f><v>Q-2</v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="A4" t="str"><f>X1</f><v>Q-3</v></c><c r="B4"><f>SUM(C1:C2)</f></c></row>'
        '<row r="5"><c r="A5" t="str"><f>X1</f><v>Q-4</v></c><c r="B5" t="str"><f>""</f><v></v></c></row>'
    )

    assert said(source(content), "reference", "quantity") == [
        ("Q-1", 2),
        ("B3", "error_cell"),
        ("B4", "formula_without_value"),
        ("Q-4", None),
    ]
    assert [each.found for each in rows_of(source(content)) if isinstance(each, Wrong)] == [
        "#DIV/0!",
        "=SUM(C1:C2)",
    ]


def test_a_workbook_of_formulas_that_nothing_has_computed_says_so() -> None:
    book = Workbook()
    book.active.append(["Reference", "Qty"])
    book.active.append(["Q-1", "=1+1"])
    book.active["B3"] = ArrayFormula("B3:B3", "=1+1")
    book.active["A3"] = "Q-2"

    assert said(source(saved(book)), "quantity") == [
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
    content = with_texts(
        texts.encode(),
        '<row r="1" customFormat="false" ht="12.8" hidden="false" outlineLevel="0">'
        '<c r="A1" s="0" t="s"><v>0</v></c><c r="B1" s="0" t="s"><v>1</v></c></row>'
        '<row r="7" hidden="true"><c r="A7" s="0" t="s"><v>2</v></c>'
        '<c r="B7" s="0" t="n"><v>1.4E2</v></c><c r="C7" s="0"/></row>'
        '<row r="1048576" customHeight="true" ht="12.8"/>',
    )

    (row,) = rows_of(source(content))

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
    file = source(saved(book))

    assert said(file, "reference") == [("Q-November",)]
    assert file.notes == ["Read was the sheet “November”, and not “Empty”, “Notes”."]


def test_merged_cells_are_refused_where_they_would_leave_something_out() -> None:
    book = Workbook()
    for row in (["Orders of November"], _HEADINGS, ["Q-1", None, 5], ["Q-2", None, 6], ["Q-3"]):
        book.active.append(row)
    book.active.merge_cells("A1:E1")
    book.active.merge_cells("C3:C4")

    refused, *others = [each for each in rows_of(source(saved(book))) if isinstance(each, Wrong)]

    assert (refused.position, refused.code, refused.expected) == (
        "C4",
        "merged_cells",
        "It is one of the merged cells C3:C4. Unmerge them and fill each.",
    )
    assert others == []
    assert said(source(saved(book)), "reference", "quantity")[::2] == [("Q-1", 5), ("Q-3", None)]


def test_the_dates_of_a_workbook_that_counts_from_1904_are_right() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    book.active.append(["Reference", "Required on"])
    book.active.append(["Q-1", datetime(2026, 11, 25)])  # noqa: DTZ001

    assert said(source(saved(book)), "required_on") == [(date(2026, 11, 25),)]


def test_a_date_no_calendar_has_is_an_error_cell() -> None:
    content = a_workbook(["Reference", "Required on"], ["Q-1", datetime(2026, 11, 25)])  # noqa: DTZ001
    with zipfile.ZipFile(BytesIO(content)) as file:
        xml = file.read(_SHEET)
    far = re.sub(rb"<v>46351</v>", b"<v>99999999</v>", xml)

    assert said(source(changed(content, xl__worksheets__sheet1=far))) == [("B2", "error_cell")]


def test_a_workbook_without_rows_or_with_unclear_headings_is_not_guessed() -> None:
    assert refusal(a_workbook()) == "None of its visible sheets has a row."
    with pytest.raises(Unmapped):
        rows_of(source(a_workbook(["Colour"], ["red"])))
