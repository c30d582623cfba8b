from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest

from shipments.domain.milstrip import Profile, decoded, encoded
from tests.domain.milstrip.records import EXAMPLES, REQUISITION

READ = date(2026, 11, 20)


def errors(content: bytes) -> list[tuple[object, object]]:
    """The line and the error of each refusal."""
    told = decoded(BytesIO(content), reference=READ)
    return [(each["line"], each["error"]) for each in told if "error" in each]


def kinds(content: bytes) -> list[object]:
    return [each.get("kind") for each in decoded(BytesIO(content), reference=READ)]


def test_what_was_decoded_is_encoded_again() -> None:
    content = "\n".join(EXAMPLES).encode()

    told = [json.dumps(each) for each in decoded(BytesIO(content), reference=READ)]
    again = list(encoded(BytesIO("\n".join(told).encode())))

    assert again == [line.ljust(80) for line in EXAMPLES]


def test_so_is_a_shipment_status_of_the_other_profile() -> None:
    line = f"{EXAMPLES[14][:59]}12BISA4361060001AA299"

    [told] = decoded(BytesIO(line.encode()), reference=READ, profile=Profile.NAVY_P437)

    assert list(encoded(BytesIO(json.dumps(told).encode()))) == [line]


@pytest.mark.parametrize("ends", [b"", b"\n", b"\r\n"])
def test_the_break_of_a_line_is_none_of_it(ends: bytes) -> None:
    assert kinds(REQUISITION.encode() + ends) == ["requisition"]


def test_a_mark_at_the_beginning_of_the_file_is_none_of_it() -> None:
    assert kinds(b"\xef\xbb\xbf" + REQUISITION.encode()) == ["requisition"]


def test_nothing_is_no_line() -> None:
    assert kinds(b"") == []


def test_a_bad_line_stops_no_other() -> None:
    good = REQUISITION.encode()
    content = b"\n".join([good, b"", b"A0A\xff", good.ljust(81), b"9" * 100_000, good])

    assert kinds(content) == ["requisition", None, None, None, None, "requisition"]
    assert errors(content)[1:] == [
        (3, {"column": 4, "field": "ric", "message": "found byte FF; it needs printable ASCII."}),
        (4, {"column": 81, "field": None, "message": "found 81 columns; it needs at most 80."}),
        (
            5,
            {
                "column": 81,
                "field": None,
                "message": "found 100000 characters; no such line is that long.",
            },
        ),
    ]


def test_a_refusal_names_line_column_and_field() -> None:
    wrong = f"{REQUISITION[:24]}1x40 {REQUISITION[29:]}".encode()

    [(line, error)] = errors(REQUISITION.encode() + b"\n" + wrong)

    assert line == 2
    assert isinstance(error, dict)
    assert (error["column"], error["field"]) == (25, "quantity")
    assert error["message"].startswith('found "1x40 "; it needs 5 digits')


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        (b"", None, "this is no JSON"),
        (b"{", None, "this is no JSON"),
        (b"\xff", None, "this is no JSON"),
        (b"[" * 60_000, None, "this is no JSON"),
        (b'{"quantity": ' + b"9" * 5_000 + b"}", None, "this is no JSON"),
        (b"[]", None, "it needs a JSON object."),
        (b'{"line": 1, "error": {}}', "error", "Correct it there."),
        (b"{}", "dic", "found nothing; it needs text."),
        (b" " * 70_000, None, "found 70000 characters; no such line is that long."),
        (b'{"dic": "\\ud800"}', "dic", "it needs a document identifier"),
        (b'{"dic": "AD2", "tail": "\\ud800"}', "tail", "printable ASCII"),
    ],
)
def test_what_is_no_record_is_told_and_stops_no_other(
    line: bytes, field: str | None, message: str
) -> None:
    good = b'{"dic": "AD2"}'

    before, told, after = encoded(BytesIO(b"\n".join([good, line, good])))

    assert before == after == "AD2".ljust(80)
    assert isinstance(told, dict)
    assert told["line"] == 2
    error = told["error"]
    assert isinstance(error, dict)
    assert error["field"] == field
    assert message in error["message"]


def test_what_was_not_read_is_noted_before_the_record() -> None:
    note, record = encoded(BytesIO(b'{"dic": "AD2", "kind": "requisition"}'))

    assert record == "AD2".ljust(80)
    assert note == {
        "line": 1,
        "note": {
            "field": "kind",
            "message": (
                'not read: found "requisition", but the record says '
                '"notice_of_availability_detail".'
            ),
        },
    }
