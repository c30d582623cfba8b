from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.document_number import DocumentNumber
from shipments.domain.tcn import (
    PARTIAL_CODES,
    InvalidTcn,
    NoPartialLeft,
    NoSerialLeft,
    NoSplitLeft,
    Tcn,
    from_document_number,
    from_shipper,
    next_partial,
    next_serial,
    next_split,
    parse,
    partials_taken,
    serials_taken,
    split_of,
    splits_taken,
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


def test_the_partial_codes_taken_are_read_from_shipments_of_the_same_order_and_suffix() -> None:
    tcns = [
        "BISA4361060001XXX",
        "BISA4361060001XAX",
        Tcn("BISA4361060001XCA"),
        "BISA4361060001BFX",
        "BISA4361060002XGX",
        "W00AAA6106X001XXX",
        "BISA4361060001",
    ]

    assert partials_taken(tcns, ORDER) == {"X", "A", "C"}
    assert partials_taken(tcns, ORDER, suffix="B") == {"F"}
    assert next_partial(partials_taken(tcns, ORDER)) == "D"


def test_a_shipment_divided_on_the_way_keeps_its_name_but_for_the_last_position() -> None:
    whole = Tcn("BISA4361060001XAX")
    tcns = ["BISA4361060001XAX", "BISA4361060001XAB", "BISA4361060001XCD"]

    assert splits_taken(tcns, whole) == {"X", "B"}
    assert next_split(splits_taken(tcns, whole)) == "C"
    assert split_of(whole, "C") == Tcn("BISA4361060001XAC")


@pytest.mark.parametrize(
    ("whole", "code"),
    [("BISA4361060001XAX", "X"), ("BISA4361060001XAB", "C"), ("BISA4361060001XAX", "I")],
)
def test_a_part_is_not_divided_again_and_needs_a_code(whole: str, code: str) -> None:
    with pytest.raises(InvalidTcn, match="TCN split"):
        split_of(Tcn(whole), code)


def test_when_every_split_is_used_it_says_so() -> None:
    with pytest.raises(NoSplitLeft, match="cannot be divided further"):
        next_split(list(PARTIAL_CODES))


def test_a_shipper_names_a_shipment_without_a_requisition() -> None:
    day = date(2026, 4, 16)

    assert from_shipper("W00AAA", day, "X001") == Tcn("W00AAA6106X001XXX")
    assert from_shipper("w00 aaa", day, "B999", point="A", partial="C") == Tcn("W00AAA6106B999ACX")


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"dodaac": "W00AA"}, 'address: found "W00AA"; it needs 6'),
        ({"serial": "X000"}, 'serial: found "X000"; it needs a letter and a number from 001'),
        ({"serial": "1001"}, 'serial: found "1001"'),
        ({"serial": "X1"}, 'serial: found "X1"'),
        ({"point": "O"}, 'shipping point code: found "O"'),
        ({"partial": "1"}, 'partial code: found "1"'),
    ],
)
def test_what_does_not_belong_into_a_shippers_tcn_is_refused(
    parts: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidTcn, match=message):
        from_shipper(**{"dodaac": "W00AAA", "day": date(2026, 4, 16), "serial": "X001"} | parts)


def test_the_next_serial_of_a_shipper_counts_on_from_the_highest_of_the_day() -> None:
    day = date(2026, 4, 16)
    tcns = [
        "W00AAA6106X001XXX",
        "W00AAA6106X004XAX",
        Tcn("W00AAA6106B009XXX"),
        "W00AAA6107X010XXX",
        "W00AAA6106XABCXXX",
    ]

    taken = serials_taken(tcns, "w00 aaa", day)

    assert taken == {"X001", "X004", "B009"}
    assert (next_serial(taken), next_serial(taken, letter="B")) == ("X005", "B010")


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], "X001"),
        (["X003"], "X004"),
        (["X999"], "X001"),
        (["X001", "X002", "X999"], "X003"),
        (["B007"], "X001"),
    ],
)
def test_serials_fill_gaps_last(taken: Collection[str], expected: str) -> None:
    assert next_serial(taken) == expected


def test_when_every_serial_is_used_it_says_so() -> None:
    with pytest.raises(NoSerialLeft, match="all 999 of this day behind X are used"):
        next_serial([f"X{number:03d}" for number in range(1, 1000)])


@given(st.from_regex(r"[A-Z0-9]{17}", fullmatch=True))
def test_what_is_written_is_read_back(value: str) -> None:
    assert parse(str(parse(value))) == parse(value)
    assert str(parse(value)) == value
