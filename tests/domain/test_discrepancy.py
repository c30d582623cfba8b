from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.discrepancy import (
    REPORTING,
    Appeal,
    DiscrepancyKind,
    Form,
    InvalidReportNumber,
    NoReportNumberLeft,
    ReportNumber,
    label,
    next_serial,
    parse,
    report_by,
)

SHIPPED = date(2026, 10, 1)


def test_every_kind_says_how_it_is_reported() -> None:
    assert {kind: (row.code, row.forms) for kind, row in REPORTING.items()} == {
        DiscrepancyKind.SHORTAGE: ("S1", (Form.SUPPLY, Form.TRANSPORT)),
        DiscrepancyKind.OVERAGE: ("O1", (Form.SUPPLY, Form.TRANSPORT)),
        DiscrepancyKind.DAMAGE: ("C3", (Form.SUPPLY, Form.TRANSPORT)),
        DiscrepancyKind.WRONG_ITEM: ("W1", (Form.SUPPLY,)),
        DiscrepancyKind.NON_DELIVERY: (None, (Form.SUPPLY, Form.TRANSPORT)),
    }


def test_a_kind_is_said_in_words() -> None:
    assert [label(kind) for kind in DiscrepancyKind] == [
        "Shortage",
        "Overage",
        "Damage",
        "Wrong item",
        "Non delivery",
    ]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("A0010-JA-KBD/001", ReportNumber("A", 10, "JA", "KBD", "001")),
        ("a0010 ja kbd 001", ReportNumber("A", 10, "JA", "KBD", "001")),
        ("B9001-IS-ZMI", ReportNumber("B", 9001, "IS", "ZMI")),
        ("A0010-IS-ZMI/001R", ReportNumber("A", 10, "IS", "ZMI", "001", Appeal.RECONSIDERATION)),
        ("A0010-IS-ZMIC", ReportNumber("A", 10, "IS", "ZMI", "", Appeal.CONTEST)),
    ],
)
def test_a_report_number_is_read_as_typed(typed: str, number: ReportNumber) -> None:
    assert parse(typed) == number


def test_a_report_number_is_written_as_published() -> None:
    assert str(ReportNumber("A", 10, "JA", "KBD", "001")) == "A0010-JA-KBD/001"
    assert str(ReportNumber("A", 10, "JA", "KBD")) == "A0010-JA-KBD"
    assert str(parse("A0010-JA-KBD/001C")) == "A0010-JA-KBD/001C"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0010-JA-KBD/001",
        "A010-JA-KBD/001",
        "A0000-IS-ZMI",
        "A0010-I1-ZMI/001",
        "A0010-IS-ZMI/1",
    ],
)
def test_another_form_is_refused(typed: str) -> None:
    with pytest.raises(InvalidReportNumber, match="like A0010-JA-KBD/001"):
        parse(typed)


@pytest.mark.parametrize(
    "parts",
    [
        {"office": "AB"},
        {"serial": 0},
        {"serial": 10_000},
        {"customer": "I"},
        {"designator": "zm i"},
        {"line": "1"},
    ],
)
def test_a_part_that_does_not_fit_is_refused(parts: dict[str, Any]) -> None:
    fitting = {"office": "A", "serial": 1, "customer": "IS", "designator": "ZMI", "line": "001"}

    with pytest.raises(InvalidReportNumber):
        ReportNumber(**fitting | parts)


def test_numbers_from_9000_are_of_the_control_office() -> None:
    assert parse("A9000-IS-ZMI").is_of_the_control_office
    assert not parse("A8999-IS-ZMI").is_of_the_control_office


@pytest.mark.parametrize(
    ("taken", "expected"),
    [([], 1), ([3], 4), ([3, 9001], 4), ([8998], 8999), ([8999], 1), ([1, 2, 8999], 3)],
)
def test_the_next_report_counts_on_and_fills_gaps_last(
    taken: Collection[int], expected: int
) -> None:
    assert next_serial(taken) == expected


def test_when_every_number_is_used_it_says_so() -> None:
    with pytest.raises(NoReportNumberLeft, match="all 8999 of this office are used"):
        next_serial(range(1, 9000))


def test_the_window_runs_from_the_shipment() -> None:
    assert report_by(shipped_on=SHIPPED, days=365) == date(2027, 10, 1)
    assert report_by(shipped_on=SHIPPED, days=60) == date(2026, 11, 30)


def test_a_day_that_is_not_known_gives_no_last_day() -> None:
    assert report_by(shipped_on=None, days=365) is None


@given(
    st.from_regex(r"[A-Z](?!0000)[0-9]{4}-[A-Z]{2}-[A-Z0-9]{3}(/[0-9]{3}[RC]?)?", fullmatch=True)
)
def test_what_is_written_is_read_back(text: str) -> None:
    assert str(parse(text)) == text
