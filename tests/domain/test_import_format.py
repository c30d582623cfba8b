from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shipments.domain.import_format import LOOKED_AT, ImportFormat, NotWhatItSays, told

RECORD = b"AE1S9C S130500123456789EA00140BISZZZ63240001" + b" " * 36 + b"\r\n"


@pytest.mark.parametrize(
    ("head", "name", "found"),
    [
        (RECORD, "", "records"),
        (b"\xef\xbb\xbf" + RECORD, "status.dat", "records"),
        (b"\n\n" + RECORD * 3 + b"a remark\n", "status.csv", "records"),
        (RECORD.replace(b"AE1", b"UE1"), "exercise.txt", "records"),
        ((RECORD * 900)[:LOOKED_AT], "", "records"),
        (b"A0A;B;C\n1;2;3\n", "orders.csv", "csv"),
        (b"Document number,Item\n", "", "csv"),
        (b"\x1a\n", "", "csv"),
        ("Größe\tMenge\n".encode("cp1252"), "bestellung.txt", "csv"),
        ("Nummer\n".encode("utf-16"), "", "csv"),
        ("Nummer\n".encode("utf-16-be"), "", "csv"),
        (b"PK\x03\x04rest", "orders.XLSX", "xlsx"),
        (b"PK\x03\x04rest", "orders", "xlsx"),
    ],
)
def test_a_file_is_told_by_its_first_bytes(head: bytes, name: str, found: str) -> None:
    assert told(head, name=name) == found


@pytest.mark.parametrize(
    ("head", "name", "said", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1", "a.xlsx", None, "The file is an old or a locked spreadsheet"),
        (b"\x1f\x8b\x08", "a.csv", None, "The file is a compressed file. Send 80-column records"),
        (b"MZ\x90\x00\x03", "a.csv", None, "The file is not plain text"),
        (b"a,b\n", "a.xlsx", None, "The name says an XLSX workbook, and the file is plain text"),
        (b"PK\x03\x04", "a.csv", None, "The name says plain text, and the file is an XLSX"),
        (b"PK\x03\x04", "a", ImportFormat.RECORDS, "an XLSX workbook, not 80-column records"),
        (b"a,b\n", "a", ImportFormat.XLSX, "The file is plain text, not an XLSX workbook"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    head: bytes, name: str, said: ImportFormat | None, why: str
) -> None:
    with pytest.raises(NotWhatItSays, match=why):
        told(head, name=name, said=said)


def test_who_sends_plain_text_says_whether_it_is_records() -> None:
    assert told(RECORD, name="a.txt", said=ImportFormat.CSV) == "csv"
    assert told(b"Heading\n", name="a.csv", said=ImportFormat.RECORDS) == "records"


@settings(max_examples=200)
@given(head=st.binary(max_size=300), name=st.text(max_size=12))
@example(head=b"", name="")
def test_any_bytes_are_told_or_refused_with_why(head: bytes, name: str) -> None:
    with suppress(NotWhatItSays):
        assert told(head, name=name) in set(ImportFormat)
