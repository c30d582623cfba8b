from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.document_number import DocumentNumber
from shipments.domain.tcn import (
    PARTIAL_CODES,
    InvalidTcn,
    NoPartialLeft,
    Tcn,
    from_document_number,
    next_partial,
    parse,
)

ORDER = DocumentNumber("BISA4361060001")


@pytest.mark.parametrize(
    "typed", ["BISA4361060001XXX", "bisa43 6106 0001 xxx", "BISA43-6106-0001-XXX"]
)
def test_a_tcn_is_read_as_typed_or_scanned(typed: str) -> None:
    assert parse(typed) == Tcn("BISA4361060001XXX")


def test_a_whole_order_that_moves_together_ends_in_xxx() -> None:
    assert str(from_document_number(ORDER)) == "BISA4361060001XXX"


def test_suffix_partial_and_split_take_the_last_three_positions() -> None:
    tcn = from_document_number(ORDER, suffix="B", partial="C", split="D")

    assert tcn.value == "BISA4361060001BCD"


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ({"suffix": "2"}, 'TCN suffix: found "2"; it needs one of the letters'),
        ({"suffix": "I"}, 'TCN suffix: found "I"'),
        ({"suffix": "AB"}, 'TCN suffix: found "AB"'),
        ({"partial": "O"}, 'TCN partial code: found "O"'),
        ({"split": ""}, "TCN split code: found nothing"),
        ({"split": "a"}, 'TCN split code: found "a"'),
    ],
)
def test_a_code_in_the_wrong_position_is_refused(codes: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidTcn, match=message):
        from_document_number(ORDER, **codes)


@pytest.mark.parametrize(
    "typed", ["", "BISA4361060001XX", "BISA4361060001XXXX", "BISA436106000!XXX"]
)
def test_other_lengths_and_characters_are_refused(typed: str) -> None:
    with pytest.raises(InvalidTcn):
        parse(typed)


def test_a_refusal_says_what_was_found_and_what_would_be_right() -> None:
    with pytest.raises(InvalidTcn) as refusal:
        parse("BISA4361060001")

    assert str(refusal.value) == (
        'TCN: found "BISA4361060001", 14 characters; '
        "it needs 17 letters and digits, like BISA4361060001XXX."
    )


def test_a_tcn_from_another_shipper_is_kept_whatever_its_last_positions() -> None:
    assert parse("W00AAA6106X0012XX").value == "W00AAA6106X0012XX"


def test_partial_codes_count_as_published() -> None:
    assert {code: PARTIAL_CODES[code] for code in "AHJNPWYZ"} == {
        "A": 1,
        "H": 8,
        "J": 9,
        "N": 13,
        "P": 14,
        "W": 21,
        "Y": 22,
        "Z": 23,
    }
    assert len(PARTIAL_CODES) == 23


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], "A"),
        (["X"], "A"),
        (["A"], "B"),
        (["h"], "J"),
        (["A", "C"], "D"),
        (["W"], "Y"),
        (["B", "Z"], "A"),
        (["A", "Z", "3"], "B"),
    ],
)
def test_the_next_partial_counts_on_and_fills_gaps_last(
    taken: Collection[str], expected: str
) -> None:
    assert next_partial(taken) == expected


def test_when_every_partial_is_used_it_says_so() -> None:
    with pytest.raises(NoPartialLeft, match="all 23 codes"):
        next_partial(list(PARTIAL_CODES))


@given(st.sets(st.sampled_from(sorted(PARTIAL_CODES)), max_size=22))
def test_the_next_partial_is_never_a_taken_one(taken: Collection[str]) -> None:
    code = next_partial(taken)

    assert code not in taken
    assert str(from_document_number(ORDER, partial=code)) == f"BISA4361060001X{code}X"


@given(st.from_regex(r"[A-Z0-9]{17}", fullmatch=True))
def test_what_is_written_is_read_back(value: str) -> None:
    assert parse(str(parse(value))) == parse(value)
    assert str(parse(value)) == value
