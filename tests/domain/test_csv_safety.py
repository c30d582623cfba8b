from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.csv_safety import FORMULA_STARTS, safe_cell


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+972 3 000 0000",
        "-1+1",
        "-",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1+1",
        "\ufeff=1+1",
        "\uff1d1+1",
        "-1,000",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(value: str) -> None:
    assert safe_cell(value) == f"'{value}"


@pytest.mark.parametrize(
    "value", ["", "-5", "-12.50", "12", "IS-B-ZMI", "a=b", "'already", "2024-05-17", " plain"]
)
def test_plain_text_and_plain_numbers_are_left_alone(value: str) -> None:
    assert safe_cell(value) == value


@given(st.text())
def test_a_safe_cell_begins_with_no_formula_unless_it_is_a_negative_number(value: str) -> None:
    cell = safe_cell(value)

    assert not cell.lstrip(" ").startswith(FORMULA_STARTS) or float(cell) <= 0
    assert cell.removeprefix("'") == value.removeprefix("'") or cell == f"'{value}"
    assert safe_cell(cell) == cell
