from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.contract_number import InvalidContractNumber, parse


@pytest.mark.parametrize(
    ("typed", "value", "hyphenated"),
    [
        ("FA8634-26-C-B001", "FA863426CB001", "FA8634-26-C-B001"),
        ("N00024-15-C-4127", "N0002415C4127", "N00024-15-C-4127"),
        ("n0002415c4127", "N0002415C4127", "N00024-15-C-4127"),
    ],
)
def test_a_contract_number_is_read_with_or_without_hyphens(
    typed: str, value: str, hyphenated: str
) -> None:
    number = parse(typed)

    assert (number.value, number.hyphenated, str(number)) == (value, hyphenated, hyphenated)


@pytest.mark.parametrize(
    "typed",
    ["", "N0002415C412", "N0002415C41270", "N00024X5C4127", "N000241514127", "N00024/15/C/4127"],
)
def test_a_part_that_does_not_fit_its_place_is_refused(typed: str) -> None:
    with pytest.raises(InvalidContractNumber):
        parse(typed)


def test_a_refusal_says_what_was_found_and_what_would_be_right() -> None:
    with pytest.raises(InvalidContractNumber) as refusal:
        parse("N00024-15-4127")

    assert str(refusal.value) == (
        'Contract number: found "N00024154127", 12 characters; it needs 13: office (6 letters or '
        "digits), fiscal year (2 digits), type (1 letter), serial (4 letters or digits), "
        "like FA8634-26-C-B001."
    )


@given(st.from_regex(r"[A-Z0-9]{6}[0-9]{2}[A-Z][A-Z0-9]{4}", fullmatch=True))
def test_what_is_written_is_read_back(value: str) -> None:
    number = parse(value)

    assert parse(str(number)) == number
    assert number.value == value
