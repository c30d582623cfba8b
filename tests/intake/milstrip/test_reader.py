from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shipments.domain.milstrip import Profile
from shipments.intake.batches.plan import Staged, Wrong
from shipments.intake.batches.source import Source
from shipments.intake.milstrip.reader import read
from shipments.intake.milstrip.staged import COLUMNS
from tests.domain.milstrip.records import EXAMPLES
from tests.factories import batch_of
from tests.intake.milstrip.records import CASE, NUMBER, file_of, reading, record

pytestmark = pytest.mark.django_db


def values(line: str, **facts: object) -> dict[str, object]:
    """What is staged of a line, by column; what is not said is left out."""
    (staged,) = reading(file_of(line), **facts)
    assert isinstance(staged, Staged), staged
    by_name = dict(zip(COLUMNS, staged.values, strict=True))
    return {name: value for name, value in by_name.items() if value not in (None, "")}


def wrong(line: str | bytes, **facts: object) -> Wrong:
    content = line + b"\n" if isinstance(line, bytes) else file_of(line)
    (refused,) = reading(content, **facts)
    assert isinstance(refused, Wrong), refused
    return refused


def test_a_requisition_is_said_on_the_day_of_its_document_number() -> None:
    line = record("A0A", required_delivery_date="032", priority="05")

    assert values(line) == {
        "kind": "requisition",
        "ric": "B14",
        "document_number": NUMBER,
        "stock_number": "1395012345678",
        "nsn": "1395012345678",
        "unit": "EA",
        "quantity": 100,
        "case_id": CASE,
        "priority": "05",
        "ordered_on": "2026-10-16",
        "required_on": "2027-02-01",
        "said_at": "2026-10-16 00:00:00+00",
        "occurs_on": "2026-10-16",
    }


def test_a_modification_is_said_when_its_file_was() -> None:
    at = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)

    said = values(record("AMA", priority="02"), reported_at=at)

    assert said["said_at"] == "2026-11-01T08:30:00+00:00"
    assert said["ordered_on"] == "2026-10-16"


def test_a_part_number_is_no_stock_number() -> None:
    said = values(record("A0B", stock_number="1234567890123"))

    assert "nsn" not in said
    assert said["stock_number"] == "1234567890123"


def test_an_order_with_a_suffix_says_nothing_of_the_whole_quantity() -> None:
    assert "quantity" not in values(record("A4A", suffix="B", quantity=40))
    assert values(record("A4A", quantity=40))["quantity"] == 40


def test_a_status_is_said_on_its_transaction_day_and_promises_its_ship_date() -> None:
    line = record("AE1", status="BB", transaction_day="320", estimated_ship_date="7015")

    assert values(line) == {
        "kind": "supply_status",
        "ric": "B14",
        "document_number": NUMBER,
        "quantity": 100,
        "said_at": "2026-11-16 00:00:00+00",
        "occurs_on": "2026-11-16",
        "ship_on": "2027-01-15",
        "note": "BB: back-ordered against a due-in",
    }


def test_days_are_read_from_when_the_file_was_reported() -> None:
    line = record("AE1", status="BB", transaction_day="320")

    said = values(line, reported_at=datetime(2025, 1, 3, tzinfo=UTC))

    assert said["occurs_on"] == "2024-11-15"


@pytest.mark.parametrize("code", ["BL", "BQ", "CA", "CV"])
def test_the_date_of_some_statuses_is_no_day_to_ship_on(code: str) -> None:
    line = record("AE1", status=code, transaction_day="320", estimated_ship_date="7015")

    assert "ship_on" not in values(line)


def test_a_status_code_whose_meaning_is_not_known_is_told_as_it_stands() -> None:
    line = record("AE1", status="B3", transaction_day="320", estimated_ship_date="7015")

    said = values(line)

    assert (said["note"], said["ship_on"]) == ("B3", "2027-01-15")


def test_a_shipment_status_says_when_what_left_under_which_tcn() -> None:
    line = record("AS1", shipped_day="315", tcn=f"{NUMBER}XXX", mode="V")

    said = values(line)

    assert (said["ship_on"], said["tcn"]) == ("2026-11-11", f"{NUMBER}XXX")
    assert said["note"] == "Shipped, mode V: Sea van container"


def test_the_tcn_is_where_the_profile_of_the_file_has_it() -> None:
    line = record("AS1", profile=Profile.NAVY_P437, shipped_day="315", tcn="GBL12345")

    assert values(line, profile="navy_p437")["tcn"] == "GBL12345"


def test_lines_count_as_an_editor_counts_them() -> None:
    first, second = record("A0A"), record("AF1")
    content = f"\ufeff{first}\r\n\r\n   \n{second}".encode()

    lines = [(each.line, each.text) for each in reading(content)]

    assert lines == [(1, first), (4, second)]


def test_a_line_is_whole_wherever_the_pieces_of_its_file_are_cut() -> None:
    content = file_of(*[record("A0A", document_number=f"BISA436289{n:04d}") for n in range(20)])
    whole = [each.text for each in reading(content)]

    for piece in (7, 80, 81, 500):
        batch = batch_of(content + b"\n" * piece, piece=piece)
        assert [each.text for each in read(Source(batch))] == whole


def test_blanks_at_the_end_make_no_other_record() -> None:
    line = record("A0A")

    (padded,) = reading(file_of(line.ljust(80)))

    assert padded.text == line


def test_every_kind_of_record_is_staged_or_refused_with_a_code() -> None:
    read_of = {
        line[:3]: each.code if isinstance(each, Wrong) else ""
        for line in EXAMPLES
        for each in reading(file_of(line))
    }

    assert {identifier: code for identifier, code in read_of.items() if code} == {
        "AD1": "names_no_order",
        "ADR": "names_no_order",
        "AD2": "names_no_order",
        "AD5": "names_no_order",
    }


@pytest.mark.parametrize(
    ("line", "position", "field", "found", "code"),
    [
        (record("A0A")[:24] + "12A45" + record("A0A")[29:], "25", "quantity", "12A45", "invalid_quantity"),
        (record("A0A")[:22] + "  " + record("A0A")[24:], "23", "unit_of_issue", "", "missing_unit_of_issue"),
        ("X9Z" + record("A0A")[3:], "1", "identifier", "X9Z", "unknown_identifier"),
        (record("A0A").ljust(81, "Z"), "81", "", "81 columns", "too_long"),
        ("A" * 5_000, "81", "", "320 columns", "too_long"),
        (record("A0A", quantity=0), "25", "quantity", "00000", "not_positive"),
        (record("U0A"), "1", "identifier", "U0A", "of_an_exercise"),
        (record("A0A", supplementary_address=None), "45", "supplementary_address", "", "no_case"),
        (record("A0A", document_number="W123456289" + "0001"), "45", "supplementary_address", "AXXZZZ", "no_case"),
        (record("A0A", document_number="BISA416289" + "0001"), "45", "supplementary_address", "AXXZZZ", "no_case"),
    ],
)  # fmt: skip
def test_a_line_is_refused_where_it_goes_wrong(
    line: str, position: str, field: str, found: str, code: str
) -> None:
    refused = wrong(line)

    said = (refused.position, refused.field, refused.found, refused.code)
    assert said == (position, field, found, code)
    assert refused.expected.endswith(".")


def test_what_is_no_text_is_kept_so_that_it_can_be_read() -> None:
    content = b"A0A\x00B14\nA0A\xe9B14\n" + "A0A\u05d0".encode()

    refused = reading(content)

    assert [each.text for each in refused] == ["A0A\u2400B14", "A0A\xe9B14", "A0A\u05d0"]
    assert {each.code for each in refused if isinstance(each, Wrong)} == {"not_ascii"}
