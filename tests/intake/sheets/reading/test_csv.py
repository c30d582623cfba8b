from __future__ import annotations

import codecs
import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches.plan import NotReadable, Staged, Unmapped, Wrong
from shipments.intake.sheets.reading.sheet import opened
from tests.intake.sheets.given import GivenSource, rows_of, said

_HEADINGS = ["Reference", "Item", "Quantity", "Required on"]
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8 marked": "utf-8-sig",
    "utf-16 little marked": "utf-16",
    "utf-16 little": "utf-16-le",
    "utf-16 big": "utf-16-be",
    "windows-1252": "cp1252",
}


def _sheet(*rows: list[str], separator: str = ",", end: str = "\r\n") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator=end).writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize("encoding", _ENCODINGS.values(), ids=_ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_any_encoding_with_any_separator_says_the_same(encoding: str, separator: str) -> None:
    row = ["Q-1", f"M\u00fcller{separator} casing", "140", "2026-11-25"]
    content = _sheet(_HEADINGS, row, separator=separator).encode(encoding)

    assert said(GivenSource(content, piece=7), "reference", "item", "quantity", "required_on") == [
        ("Q-1", f"M\u00fcller{separator.strip()} casing", 140, date(2026, 11, 25))
    ]


def test_utf_16_of_the_other_order_is_told_by_its_mark() -> None:
    content = codecs.BOM_UTF16_BE + _sheet(_HEADINGS, ["Q-1", "\u05e9\u05dc"]).encode("utf-16-be")

    assert said(GivenSource(content), "item") == [("\u05e9\u05dc",)]


def test_it_is_said_where_the_encoding_was_guessed() -> None:
    windows = GivenSource(_sheet(_HEADINGS, ["Q-1", "Mus\u00e9e"]).encode("cp1252"))
    last = GivenSource(_sheet(_HEADINGS, ["Q-1", "Mus\u00e9"]).rstrip().encode("cp1252"), piece=3)

    assert said(windows, "item") == [("Mus\u00e9e",)]
    assert said(last, "item") == [("Mus\u00e9",)]
    for source in (windows, last):
        assert source.notes == [
            (
                "It is no UTF-8 and was read as Windows-1252. Look whether names with accents "
                "are right; if not, save it as CSV UTF-8."
            )
        ]


@pytest.mark.parametrize(
    "content",
    [
        "Reference,Item\nQ-1,M\u00fcller\n".encode() + b"Q-2,M\xfcller\n",
        b"Reference,Item\nQ-1,M\x81\n",
        "Reference,Item\nQ-1,M\u00fcller".encode()[:-5] + b"\xc3",
        "\ufeffReference,Item\nQ-1,\ud83d".encode("utf-16-le", "surrogatepass"),
    ],
    ids=["mixed", "neither", "cut", "half a character"],
)
def test_bytes_that_are_no_text_refuse_the_file(content: bytes) -> None:
    source = GivenSource(content.replace(b"M\xc3", b"\xc3\xbc\xc3"), piece=20)

    with pytest.raises(NotReadable, match="is no text in the encoding"):
        rows_of(source)


def test_rows_keep_the_number_of_the_line_they_begin_on() -> None:
    content = b'Reference,Item\r\n\r\nQ-1,"two\r\nlines"\r\n , \r\nQ-2,bad\x07\r\n'

    first, second = rows_of(GivenSource(content))

    assert isinstance(first, Staged)
    assert (first.line, first.text) == (3, 'Q-1,"two\r\nlines"')
    assert second == Wrong(
        line=6,
        position="B6",
        field="item",
        found="bad\x07",
        expected="A character that is no text (U+0007) is in it. Enter it again.",
        code="control_character",
        text="Q-2,bad\x07",
    )


def test_the_text_of_a_row_has_commas_whatever_the_file_has() -> None:
    content = _sheet(_HEADINGS, ["Q-1", "a, b", "1"], separator=";").encode()

    assert [row.text for row in rows_of(GivenSource(content))] == ['Q-1,"a, b",1']


def test_a_row_with_several_wrong_cells_is_refused_for_each() -> None:
    content = _sheet(_HEADINGS, ["", "x", "1,234", "03/04/2026", "left over"]).encode()

    assert said(GivenSource(content)) == [
        ("C2", "ambiguous_number"),
        ("D2", "ambiguous_date"),
        ("E2", "too_many_cells"),
        ("A2", "required"),
    ]


def test_a_cell_that_cannot_be_read_is_not_called_missing_too() -> None:
    content = b"TCN,Order,Milestone,Milestone on,Milestone is\nX,,departed,,\n"

    refused = rows_of(GivenSource(content, kind="shipments"))

    assert [(each.position, each.code, each.expected) for each in refused[1:]] == [
        ("B2", "required", "Enter Order."),
        ("D2", "required", "Enter Milestone on; Milestone stands alone."),
        ("E2", "required", "Enter Milestone is; Milestone stands alone."),
    ]
    assert (refused[0].position, refused[0].code) == ("A2", "invalid_tcn")


def test_an_unclosed_quotation_mark_loses_its_own_line_alone() -> None:
    lines = [f"Q-{number},item\n" for number in range(300)]
    lines[5] = 'Q-5,"5 inch\n'
    lines[7] = 'Q-7,5" inch\n'
    lines[9] = 'Q-9,"5" inch\n'
    lines[299] = 'Q-299,"the last'

    found = said(GivenSource(("Reference,Item\n" + "".join(lines)).encode()), "reference", "item")

    wrong = [("", "broken_quotes")]
    assert [number for number, each in enumerate(found) if [each] == wrong] == [5, 9, 299]
    assert len(found) == 300
    assert found[7] == ("Q-7", '5" inch')


def test_a_line_with_a_null_character_is_refused_and_shown() -> None:
    (refused,) = rows_of(GivenSource(b"Reference,Item\nQ-1,a\0b\n"))

    assert isinstance(refused, Wrong)
    assert (refused.code, refused.text) == ("control_character", "Q-1,a\u2400b")


def test_titles_above_the_headings_are_passed_over() -> None:
    content = b"Orders as of November;;\n;;\nReference;Item;Qty\nQ-1;x;1\n"

    assert said(GivenSource(content), "reference", "quantity") == [("Q-1", 1)]


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\r\n"])
def test_a_first_line_may_say_the_separator(first: str) -> None:
    content = f"{first}Reference;Item, and more\r\nQ-1;x\r\n".encode()

    assert said(GivenSource(content), "reference") == [("Q-1",)]


def test_returns_alone_end_lines_too() -> None:
    assert said(GivenSource(b"Reference,Qty\rQ-1,1\rQ-2,2\r"), "quantity") == [(1,), (2,)]


def test_a_mapping_a_person_confirmed_is_followed() -> None:
    content = b"Our sign,Wanted,Colour\nQ-1,25/11/2026,red\n"
    mapping = {"Our sign": "reference", "Wanted": "required_on", "Colour": ""}
    source = GivenSource(content, mapping=mapping, date_order="dmy")

    assert said(source, "reference", "required_on") == [("Q-1", date(2026, 11, 25))]
    assert source.notes == []


def test_headings_are_found_by_a_mapping_too() -> None:
    content = b"Reference for the reader\nUnser Zeichen;Menge\nQ-1;5\n"
    mapping = {"Unser Zeichen": "reference", "Menge": "quantity"}

    with opened(GivenSource(content), KINDS["orders"], mapping) as sheet:
        assert (sheet.headings, sheet.heading_line) == (("Unser Zeichen", "Menge"), 2)


def test_columns_that_are_not_used_are_named() -> None:
    source = GivenSource(b"Reference,Colour,,Size\nQ-1,red,x,1\n")

    assert said(source, "reference") == [("Q-1",)]
    assert source.notes == [
        "Not used, because nobody knows what they are: “Colour”, “Size”.",
        "Not used, because they have no heading: column C.",
    ]


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"A,B\n1,2\n", "", "Say what the rows of this sheet are."),
        (
            b"Qty,Item\n1,2\n",
            "orders",
            "No column is known to be: Reference or Document number. Say which one it is.",
        ),
        (
            b"Reference,Qty,Quantity\n1,2,3\n",
            "orders",
            "“Qty” and “Quantity” are both quantity. Say which of them it is.",
        ),
    ],
)
def test_headings_that_are_not_clear_wait_for_a_person(
    content: bytes, kind: str, words: str
) -> None:
    with pytest.raises(Unmapped) as waiting:
        rows_of(GivenSource(content, kind=kind))

    assert str(waiting.value) == words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "It has no row with headings."),
        (b"\r\n\r\n", "It has no row with headings."),
        (",".join(["Reference"] + ["x"] * 200).encode(), "Row 1 has 201 columns. At most 200"),
        (b"x" * 500_001, "Line 1 has more than 500,000 characters."),
    ],
)
def test_a_file_beyond_a_limit_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(NotReadable) as refused:
        rows_of(GivenSource(content))

    assert words in str(refused.value)


def test_more_rows_than_can_be_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipments.intake.sheets.reading.rows.MOST_ROWS", 2)

    with pytest.raises(NotReadable, match="It has more than 2 rows"):
        rows_of(GivenSource(b"Reference\nA\nB\nC\n"))


def test_a_cell_far_too_long_is_refused_alone() -> None:
    content = b"Reference,Note\nQ-1," + b"x" * 200_000 + b"\nQ-2,y\n"

    assert said(GivenSource(content), "note") == [("", "too_long"), ("y",)]


def test_how_far_it_has_come_is_counted() -> None:
    source = GivenSource(b"Reference\nA\n")
    rows_of(source)

    assert source.bytes_read == source.batch.size == 12


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["", "Reference,Item,Qty\n", "TCN;Order;Qty\n"]))
def test_no_bytes_do_more_than_refuse(content: bytes, headings: str) -> None:
    try:
        found = rows_of(GivenSource(headings.encode() + content, piece=50))
    except (NotReadable, Unmapped):
        return
    for each in found:
        assert "\0" not in each.text
        each.text.encode()
