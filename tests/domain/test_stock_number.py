from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.stock_number import InvalidNsn, parse


@pytest.mark.parametrize("typed", ["1320-01-234-5678", "1320012345678", " 1320 01 234 5678"])
def test_a_stock_number_is_read_with_or_without_hyphens(typed: str) -> None:
    nsn = parse(typed)

    assert (nsn.value, nsn.fsc, nsn.niin) == ("1320012345678", "1320", "012345678")
    assert nsn.hyphenated == str(nsn) == "1320-01-234-5678"


@pytest.mark.parametrize(
    "typed", ["", "1320-00-DEM-0107", "132001234567", "13200123456789", "\u0661" * 13]
)
def test_what_is_not_thirteen_digits_is_refused(typed: str) -> None:
    with pytest.raises(InvalidNsn):
        parse(typed)


def test_a_refusal_says_what_was_found_and_what_would_be_right() -> None:
    with pytest.raises(InvalidNsn) as refusal:
        parse("1320-A363")

    assert str(refusal.value) == (
        'Stock number: found "1320A363", 8 characters; it needs 13 digits, like 1320-01-234-5678.'
    )


@given(st.from_regex(r"[0-9]{13}", fullmatch=True))
def test_what_is_written_is_read_back(value: str) -> None:
    nsn = parse(value)

    assert parse(str(nsn)) == nsn
    assert nsn.fsc + nsn.niin == value
