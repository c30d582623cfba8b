from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipments.domain.milstrip import InvalidRecord, Kind, Record, decode, encode
from shipments.domain.milstrip.kinds import IDENTIFIERS
from shipments.domain.milstrip.layouts import column
from tests.domain.milstrip.records import ALNUM, EXAMPLES, REQUISITION, records


def changed(first: int, text: str, record: str = REQUISITION) -> str:
    """Write over a record from a column, counted from 1."""
    return (record.ljust(80)[: first - 1] + text + record.ljust(80)[first - 1 + len(text) :])[:80]


def test_a_requisition_is_taken_apart() -> None:
    record = decode(REQUISITION)

    assert (record.kind, record.identifier, record.is_exercise) == (Kind.REQUISITION, "A0A", False)
    assert dict(record.fields) == {
        "ric": "B14",
        "media_status": "S",
        "stock_number": "1395012345678",
        "unit_of_issue": "EA",
        "quantity": 140,
        "document_number": "BISA4361060001",
        "demand": "N",
        "supplementary_address": "AXXZZZ",
        "signal": "A",
        "fund": "6",
        "distribution": "B9",
        "project": "1A1",
        "priority": "12",
        "required_delivery_date": "304",
        "advice": "2B",
        "tail": None,
    }


def test_what_is_blank_at_the_end_may_be_missing() -> None:
    line = "A0AB14 1395012345678  EA00140BISA4361060001"

    assert encode(decode(line)) == line.ljust(80)
    assert decode(line)["signal"] is None


def test_traffic_of_an_exercise_is_marked() -> None:
    record = decode(changed(1, "U"))

    assert (record.kind, record.identifier, record.is_exercise) == (Kind.REQUISITION, "U0A", True)


@pytest.mark.parametrize(
    ("written", "quantity"), [("00000", 0), ("99999", 99_999), ("0100M", 100_000)]
)
def test_ammunition_may_be_written_in_thousands(written: str, quantity: int) -> None:
    record = decode(changed(25, written))

    assert record["quantity"] == quantity
    assert encode(record)[24:29] == written


def test_the_manuals_own_quantity() -> None:
    assert decode(changed(25, "1950M"))["quantity"] == 1_950_000


@pytest.mark.parametrize(
    ("line", "at", "field", "message"),
    [
        ("", 1, "identifier", "found nothing; it needs a document identifier"),
        (
            changed(1, "ZZZ"),
            1,
            "identifier",
            'found "ZZZ"; it needs a document identifier that begins with one of A0, A2',
        ),
        (changed(1, "A07")[:2], 1, "identifier", 'found "A0"; it needs one of A01, A02'),
        (REQUISITION.ljust(81), 81, "", "found 81 columns; it needs at most 80."),
        (changed(8, "a"), 8, "stock_number", "a stock or part number in capitals"),
        (changed(57, "1a1"), 57, "project", 'found "1a1"; it needs capital letters'),
        (changed(66, "\u05d0"), 66, "advice", "found U+05D0; it needs printable ASCII."),
        (changed(9, "\t"), 9, "stock_number", "found U+0009; it needs printable ASCII."),
        ("A\x7f", 2, "identifier", "found U+007F; it needs printable ASCII."),
        ("ZZZ \n", 5, "", "found U+000A; it needs printable ASCII."),
        (changed(4, "   "), 4, "ric", "found nothing; it is needed."),
        (changed(4, "B 4"), 4, "ric", 'found "B 4"; it needs the 3 letters'),
        (changed(8, " " * 15), 8, "stock_number", "found nothing; it is needed."),
        (changed(8, " 13"), 8, "stock_number", "begins in the first column"),
        (changed(23, "E1"), 23, "unit_of_issue", 'found "E1"; it needs 2 letters'),
        (changed(25, "  140"), 25, "quantity", 'found "  140"; it needs 5 digits'),
        (changed(25, "0099M"), 25, "quantity", 'found "0099M"; it needs 5 digits'),
        (
            changed(25, "0100M", changed(8, "5305")),
            25,
            "quantity",
            'found 100,000 of class "5305"; only ammunition',
        ),
        (changed(36, "6367"), 30, "document_number", "positions 7 to 10 must be the day"),
        (changed(44, "*"), 44, "demand", 'found "*"; it needs 1 letter or digit.'),
        (changed(60, "16"), 60, "priority", 'found "16"; it needs a priority designator'),
        (changed(60, " 4"), 60, "priority", 'found " 4"; it needs a priority designator'),
        (changed(62, "367"), 62, "required_delivery_date", 'found "367"; it needs a day'),
        (changed(65, "2 "), 65, "advice", 'found "2 "; it needs 2 letters and digits.'),
        (changed(60, "  ", changed(1, "AMA")), 60, "priority", "found nothing; it is needed."),
    ],
)
def test_what_is_wrong_is_refused_with_its_column(
    line: str, at: int, field: str, message: str
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        decode(line)

    assert (refused.value.column, refused.value.field) == (at, field)
    assert message in refused.value.message


def test_a_refusal_reads_as_a_sentence() -> None:
    with pytest.raises(InvalidRecord) as refused:
        decode(changed(23, "E1"))

    assert str(refused.value) == (
        'Column 23, unit of issue: found "E1"; it needs 2 letters, like EA.'
    )


@pytest.mark.parametrize(
    ("fields", "at", "message"),
    [
        ({"colour": "RED"}, 1, "A0A records have no such field."),
        ({"quantity": 100_001}, 25, "above 99,999 only whole thousands up to 9,999,000"),
        ({"quantity": 10_000_000}, 25, "above 99,999 only whole thousands up to 9,999,000"),
        ({"quantity": -1}, 25, "it needs a whole number, zero or more."),
        ({"quantity": "140"}, 25, "it needs a whole number, zero or more."),
        ({"quantity": None}, 25, "found nothing; it is needed."),
        ({"fund": "ABC"}, 52, 'found "ABC"; it needs at most 2 characters'),
        ({"fund": "g"}, 52, 'found "g "; it needs capital letters'),
        ({"fund": "G "}, 52, 'found "G "; it needs no blanks at its end.'),
        ({"fund": ""}, 52, "nothing at all for a blank."),
        ({"tail": "\u05d0"}, 67, "characters of printable ASCII"),
        ({"tail": "1" * 15}, 67, "it needs at most 14 characters."),
        ({"priority": "4"}, 60, 'found "4 "; it needs a priority designator'),
        ({"stock_number": "1" * 16}, 8, "it needs a stock or part number"),
        ({"document_number": "BISA43610600"}, 30, "12 characters"),
    ],
)
def test_what_the_columns_cannot_hold_is_not_written(
    fields: dict[str, str | int | None], at: int, message: str
) -> None:
    whole = decode(REQUISITION)

    with pytest.raises(InvalidRecord) as refused:
        encode(Record("A0A", {**whole.fields, **fields}))

    assert refused.value.column == at
    assert message in refused.value.message


def test_columns_have_words_for_people() -> None:
    assert column(Kind.REQUISITION, "ric").words == "routing identifier (4-6)"
    assert column(Kind.REQUISITION, "signal").words == "signal code (51)"
    with pytest.raises(KeyError):
        column(Kind.REQUISITION, "colour")


@settings(max_examples=60)
@given(records())
def test_what_is_written_is_read_again(record: Record) -> None:
    line = encode(record)

    assert len(line) == 80
    assert decode(line, profile=record.profile) == record


def read_and_written_again(line: str) -> str:
    """Or the line itself, where it is refused with a reason that names a column."""
    try:
        return encode(decode(line))
    except InvalidRecord as refused:
        return line.ljust(80) if 1 <= refused.column <= 80 and refused.message else "no reason"


@settings(max_examples=60)
@given(records(), st.integers(1, 80), st.sampled_from(f"{ALNUM} -/M"))
def test_a_record_with_one_column_changed_comes_back_or_is_refused(
    record: Record, at: int, sign: str
) -> None:
    line = changed(at, sign, encode(record))

    assert read_and_written_again(line) == line


def arbitrary_lines(draw: random.Random) -> Iterator[bytes]:
    """Bytes of any kind, letters behind a known identifier, and records with a few changed."""
    starts = [key.encode() for key in IDENTIFIERS]
    letters = f"{ALNUM} ".encode()
    for _ in range(40_000):
        yield draw.randbytes(draw.randint(0, 90))
    for _ in range(30_000):
        yield draw.choice(starts) + bytes(draw.choices(letters, k=draw.randint(0, 77)))
    for _ in range(30_000):
        line = bytearray(draw.choice(EXAMPLES).ljust(80).encode())
        for _ in range(draw.randint(0, 3)):
            line[draw.randrange(80)] = draw.choice([draw.randrange(256), 32, 48, 77])
        yield bytes(line)


def test_a_hundred_thousand_arbitrary_lines_come_back_or_are_refused_with_a_reason() -> None:
    accepted = refused = 0
    wrong = []

    for line in arbitrary_lines(random.Random(5)):
        try:
            again = encode(decode(line))
        except InvalidRecord as refusal:
            refused += 1
            if not (1 <= refusal.column <= 81 and refusal.message):
                wrong.append(line)
        else:
            accepted += 1
            if again != line.decode("ascii").ljust(80):
                wrong.append(line)

    assert wrong == []
    assert accepted + refused == 100_000
    assert accepted > 10_000
