from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.cage import InvalidCage, parse


@pytest.mark.parametrize("typed", ["1ABC2", "1abc2", " 1ABC2 ", "1-ABC-2"])
def test_a_cage_code_is_read_as_typed(typed: str) -> None:
    assert parse(typed).value == "1ABC2"


@pytest.mark.parametrize("typed", ["", "1ABC", "1ABC23", "1AB_2", "1\u0410BC2"])
def test_what_is_not_five_letters_and_digits_is_refused(typed: str) -> None:
    with pytest.raises(InvalidCage):
        parse(typed)


def test_a_refusal_says_what_was_found_and_what_would_be_right() -> None:
    with pytest.raises(InvalidCage) as refusal:
        parse("1ABC")

    assert str(refusal.value) == (
        'CAGE code: found "1ABC", 4 characters; it needs 5 letters and digits, like 1ABC2.'
    )


@given(st.from_regex(r"[A-Z0-9]{5}", fullmatch=True))
def test_what_is_written_is_read_back(value: str) -> None:
    assert str(parse(value)) == value
    assert parse(str(parse(value))) == parse(value)
