from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.typed_code import found, tidy


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("is-b-zmi", "ISBZMI"),
        ("  IS B\tZMI\n", "ISBZMI"),
        ("IS\u2013B\u2011ZMI", "ISBZMI"),
        ("\u200fIS-B-ZMI\u200e", "ISBZMI"),
        ("IS\u00a0B ZMI", "ISBZMI"),
    ],
)
def test_spaces_dashes_case_and_invisible_marks_are_forgiven(typed: str, expected: str) -> None:
    assert tidy(typed) == expected


@pytest.mark.parametrize("look_alike", ["\u0131", "\u0410", "\u00df", "\uff21"])
def test_a_look_alike_letter_is_not_turned_into_an_ascii_one(look_alike: str) -> None:
    assert tidy(look_alike) == look_alike


def test_a_message_shows_what_was_found_and_cuts_it_when_long() -> None:
    assert found("") == "nothing"
    assert found("AB") == '"AB"'
    assert found("A" * 50) == f'"{"A" * 40}..." (50 characters)'


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=30))
def test_plain_text_is_tidied_as_any_other(typed: str) -> None:
    assert tidy(typed) == tidy(f"{typed}\u00a0")
