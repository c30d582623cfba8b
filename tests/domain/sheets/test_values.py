from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shipments.domain.csv_safety import safe_cell
from shipments.domain.sheets.kinds import KINDS
from shipments.domain.sheets.values import Native, Written, native_reader, reader
from shipments.domain.sheets.wrong_cell import WrongCell
from tests.factories.moments import AT

_WRITTEN = Written(received=AT)


def _read(column: str, text: str) -> Any:
    kind, name = column.split(".")
    return reader(KINDS[kind].field(name), _WRITTEN)(text)


def _read_native(column: str, value: Native) -> Any:
    kind, name = column.split(".")
    return native_reader(KINDS[kind].field(name), _WRITTEN)(value)


def _code(column: str, value: Native) -> str:
    with pytest.raises(WrongCell) as refused:
        _read_native(column, value)
    return refused.value.code


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("orders.reference", "  Q-000123 ", "Q-000123"),
        ("orders.reference", "", None),
        ("orders.reference", " \u00a0", None),
        ("orders.document_number", "bisa43-6324-0001", "BISA4363240001"),
        ("orders.nsn", "1395-00-000-0001", "1395000000001"),
        ("orders.case_id", "is b zmi", "IS-B-ZMI"),
        ("orders.contract", "FA8634-26-C-B001", "FA863426CB001"),
        ("orders.unit", "ea", "EA"),
        ("orders.priority", "06", 6),
        ("orders.priority", "6.0", 6),
        ("orders.urgency", "EMERGENCY", "emergency"),
        ("orders.urgency", "Normal", "routine"),
        ("orders.lane", "kwri - llnv - AIR", "KWRI-LLNV-air"),
        ("orders.lane", "KWRI \u2192 LLNV -> sea".replace("\u2192", "->"), "KWRI-LLNV-sea"),
        ("orders.as_of", "2026-11-19", datetime(2026, 11, 19, tzinfo=UTC)),
        ("orders.note", "two\nlines  here", "two lines here"),
        ("orders.note", "\u05e9\u05dc\u05d5\u05dd\u200f", "\u05e9\u05dc\u05d5\u05dd"),
        ("orders.note", "Mu\u0308ller", "M\u00fcller"),
        ("promises.order_reference", "bisa4363240001", "BISA4363240001"),
        ("promises.order_reference", "Q-000123", "Q-000123"),
        ("promises.channel", "E-Mail", "email"),
        ("shipments.tcn", "bisa4363240001xxx", "BISA4363240001XXX"),
        ("shipments.from_place", " kwri", "KWRI"),
        ("shipments.milestone", "Picked up", "picked_up"),
        ("shipments.milestone_is", "EST", "estimated"),
        ("shipments.gross_weight_kg", "1250.5", Decimal("1250.5")),
        ("contractors.cage_code", "1e234", "1E234"),
        ("contacts.email", "desk@example.com", "desk@example.com"),
        ("contacts.time_zone", "America/Chicago", "America/Chicago"),
        ("items.is_major_defense_equipment", "Yes", True),
        ("items.is_major_defense_equipment", "n", False),
    ],
)
def test_a_cell_is_read_as_its_column_says(column: str, text: str, expected: object) -> None:
    assert _read(column, text) == expected


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("orders.nsn", "1.30501E+12", "excel_number"),
        ("orders.nsn", "1395000000001.0", "excel_number"),
        ("orders.nsn", "395000000001", "invalid_nsn"),
        ("orders.document_number", "1-Mar", "excel_date"),
        ("orders.document_number", "BISA436324001", "invalid_document_number"),
        ("orders.contract", "FA8634", "invalid_contract"),
        ("orders.case_id", "IS-B", "invalid_case"),
        ("orders.reference", "1.2E+05", "excel_number"),
        ("orders.reference", "x" * 41, "too_long"),
        ("orders.note", "x" * 2001, "too_long"),
        ("orders.document_number", "x" * 101, "too_long"),
        ("orders.note", "bell\x07", "control_character"),
        ("orders.unit", "EACH", "invalid_unit"),
        ("orders.priority", "16", "invalid_priority"),
        ("orders.priority", "high", "invalid_priority"),
        ("orders.urgency", "soon", "unknown_choice"),
        ("orders.lane", "KWRI-LLNV", "invalid_lane"),
        ("promises.order_reference", "2026-11-25", "excel_date"),
        ("shipments.tcn", "BISA4363240001", "invalid_tcn"),
        ("shipments.from_place", "Nowhere, at all", "invalid_place"),
        ("contractors.cage_code", "11-Jan", "excel_date"),
        ("contractors.cage_code", "1.00E+23", "excel_number"),
        ("contacts.email", "desk at works", "invalid_email"),
        ("contacts.time_zone", "Mars/Base", "invalid_time_zone"),
        ("items.is_major_defense_equipment", "maybe", "not_yes_or_no"),
    ],
)
def test_a_cell_that_is_not_what_its_column_holds_is_refused(
    column: str, text: str, code: str
) -> None:
    assert _code(column, text) == code


@pytest.mark.parametrize("text", ["=1+1", "+1 202 555 0100", "-", "@desk"])
def test_what_our_files_make_safe_is_read_back(text: str) -> None:
    assert _read("contacts.phone", safe_cell(text)) == text


def test_a_code_that_a_spreadsheet_was_made_to_keep_is_read() -> None:
    assert _read("orders.nsn", '="1395000000001"') == "1395000000001"


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("orders.quantity", 140, 140),
        ("orders.quantity", 3.0, 3),
        ("orders.nsn", 1395000000001, "1395000000001"),
        ("orders.nsn", 1395000000001.0, "1395000000001"),
        ("orders.reference", 12345, "12345"),
        ("orders.reference", 1.5, "1.5"),
        ("orders.priority", 6, 6),
        ("orders.required_on", datetime(2026, 11, 25), date(2026, 11, 25)),  # noqa: DTZ001
        ("orders.required_on", date(2026, 11, 25), date(2026, 11, 25)),
        ("orders.required_on", "2026-11-25", date(2026, 11, 25)),
        ("orders.as_of", date(2026, 11, 19), datetime(2026, 11, 19, tzinfo=UTC)),
        (
            "orders.as_of",
            datetime(2026, 11, 19, 9, 30),  # noqa: DTZ001
            datetime(2026, 11, 19, 9, 30, tzinfo=UTC),
        ),
        ("shipments.gross_weight_kg", 1250.5, Decimal("1250.5")),
        ("items.is_major_defense_equipment", True, True),
        ("items.is_major_defense_equipment", 0, False),
    ],
)
def test_a_cell_of_a_workbook_is_read_as_what_it_is(
    column: str, value: Native, expected: object
) -> None:
    assert _read_native(column, value) == expected


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("orders.quantity", datetime(2026, 1, 3), "excel_date"),  # noqa: DTZ001
        ("orders.document_number", datetime(2026, 1, 3), "excel_date"),  # noqa: DTZ001
        ("orders.reference", time(3, 12), "excel_date"),
        ("orders.reference", timedelta(hours=30), "excel_date"),
        ("orders.nsn", 395000000001, "invalid_nsn"),
        ("orders.document_number", 1.36324e15, "excel_number"),
        ("orders.document_number", float("nan"), "excel_number"),
        ("orders.quantity", 1.5, "not_whole"),
        ("orders.quantity", -1, "out_of_range"),
        ("orders.required_on", 46351, "serial_day"),
        ("orders.required_on", datetime(2026, 11, 25, 9), "not_a_day"),  # noqa: DTZ001
        ("orders.required_on", date(1900, 1, 1), "year_out_of_reach"),
    ],
)
def test_what_a_spreadsheet_changed_is_refused(column: str, value: Native, code: str) -> None:
    assert _code(column, value) == code
