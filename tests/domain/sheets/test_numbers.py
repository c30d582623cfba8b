from __future__ import annotations

from decimal import Decimal

import pytest

from shipments.domain.sheets import numbers
from shipments.domain.sheets.wrong_cell import WrongCell


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("140", "", 140),
        ("3.0", "", 3),
        ("3,0", "", 3),
        ("1,234,567", "", 1_234_567),
        ("1.234.567", "", 1_234_567),
        ("1 234", "", 1_234),
        ("1\u202f234", "", 1_234),
        ("1'234", "", 1_234),
        ("1,234.0", "", 1_234),
        ("1.234,0", "", 1_234),
        ("1,234", ".", 1_234),
        ("1.234", ",", 1_234),
        ("1.000", ".", 1),
        ("0007", "", 7),
    ],
)
def test_a_quantity_is_read_as_it_is_written(text: str, mark: str, expected: int) -> None:
    assert numbers.whole(text, mark=mark) == expected


@pytest.mark.parametrize(
    ("text", "mark", "code"),
    [
        ("1,234", "", "ambiguous_number"),
        ("1.000", "", "ambiguous_number"),
        ("1.234,5", ".", "other_decimal_mark"),
        ("1,5", "", "not_whole"),
        ("1.234", ".", "not_whole"),
        ("0", "", "out_of_range"),
        ("1000000000001", "", "out_of_range"),
        ("-5", "", "not_a_number"),
        ("140 EA", "", "not_a_number"),
        ("1,23,456", "", "not_a_number"),
        ("\u0661\u0662", "", "not_a_number"),
        ("\u00b2", "", "not_a_number"),
        ("3-Jan", "", "excel_date"),
        ("Jan-03", "", "excel_date"),
        ("03/01/2026", "", "excel_date"),
        ("2026-01-03", "", "excel_date"),
        ("1.5E+06", "", "excel_number"),
    ],
)
def test_a_quantity_that_cannot_be_told_is_refused(text: str, mark: str, code: str) -> None:
    with pytest.raises(WrongCell) as refused:
        numbers.whole(text, mark=mark)

    assert refused.value.code == code


def test_both_readings_of_an_ambiguous_number_are_named() -> None:
    with pytest.raises(WrongCell) as refused:
        numbers.whole("1,234")

    assert str(refused.value) == (
        "This can be 1234 or 1.234. Say which decimal mark the file uses, "
        "or leave the thousands undivided."
    )


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1250.5", "", "1250.5"),
        ("1250,5", "", "1250.5"),
        ("1.250,5", "", "1250.5"),
        ("1,250.5", "", "1250.5"),
        ("1,250", ",", "1.250"),
        ("1250", "", "1250"),
    ],
)
def test_a_weight_is_read_as_it_is_written(text: str, mark: str, expected: str) -> None:
    assert numbers.decimal(text, mark=mark) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,250", "ambiguous_number"),
        ("0.0", "out_of_range"),
        ("1.2345", "too_fine"),
        ("12 kg", "not_a_number"),
    ],
)
def test_a_weight_that_cannot_be_told_is_refused(text: str, code: str) -> None:
    with pytest.raises(WrongCell) as refused:
        numbers.decimal(text)

    assert refused.value.code == code
