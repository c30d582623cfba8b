from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipments.domain.scan import InvalidScan, Label, LabelLine, label_text, read
from shipments.domain.scan.label import LARGEST
from shipments.domain.tcn import Tcn

TCN = Tcn("BISA4361060001XXX")
LABEL = Label(
    TCN,
    (
        LabelLine("BISA4361060001", 48, "EA", "NLF26H008-002", "0001", "0048"),
        LabelLine("10388", 4200, "EA"),
    ),
    package=46,
    packages=60,
    gross_kg=Decimal("1250.5"),
)
TEXT = (
    "QL1|T:BISA4361060001XXX|P:46/60|W:1250.5|"
    "L:BISA4361060001;48;EA;NLF26H008-002;0001;0048|L:10388;4200;EA|Z:"
)


def test_a_label_is_written_in_one_line_with_its_version_and_a_check() -> None:
    text = label_text(LABEL)

    assert text[:-8] == TEXT
    assert len(text) == 114


def test_a_label_is_read_back_whatever_a_scanner_puts_around_it() -> None:
    assert read(f"]Q3{label_text(LABEL)}\r\n") == LABEL


def test_what_is_not_known_is_left_out() -> None:
    assert label_text(Label(TCN))[:-8] == "QL1|T:BISA4361060001XXX|Z:"
    assert read(label_text(Label(TCN, packages=60))) == Label(TCN, packages=60)


@pytest.mark.parametrize("length", range(5, len(label_text(LABEL))))
def test_a_label_cut_short_is_refused(length: int) -> None:
    with pytest.raises(InvalidScan, match="incomplete or was altered"):
        read(label_text(LABEL)[:length])


@pytest.mark.parametrize(("one", "other"), [("48", "84"), ("EA", "ea"), ("46/60", "46/61")])
def test_an_altered_label_is_refused(one: str, other: str) -> None:
    with pytest.raises(InvalidScan, match="incomplete or was altered"):
        read(label_text(LABEL).replace(one, other))


@pytest.mark.parametrize("text", ["QL2|T:BISA4361060001XXX|Z:00000000", "ql1|t:bisa|z:0"])
def test_another_version_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InvalidScan, match=r"this program reads QL1\. Type the TCN instead"):
        read(text)


def checked(inside: str) -> str:
    """A text with a right check, as if another program had written it."""
    return f"{inside}|Z:{crc32(inside.encode()):08X}"


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("QL1|L:10388;5", "it holds no TCN"),
        ("QL1|T:BISA", "needs 17 letters and digits"),
        ("QL1|T:BISA4361060001XXX|Q:1", 'found a field "Q", which QL1 has not'),
        ("QL1|T:BISA4361060001XXX|P:3", "it needs a form like 3/60"),
        ("QL1|T:BISA4361060001XXX|P:61/60", "found package 61 of 60"),
        ("QL1|T:BISA4361060001XXX|P:0/60", "packages are counted from 1"),
        ("QL1|T:BISA4361060001XXX|W:-5", "it needs kilograms"),
        ("QL1|T:BISA4361060001XXX|L:10388", "found a line of 1 values; it has 2 to 6"),
        ("QL1|T:BISA4361060001XXX|L:a;1;b;c;d;e;f", "found a line of 7 values"),
        ("QL1|T:BISA4361060001XXX|L:10388;x", 'found "x" where a whole number belongs'),
        ("QL1|T:BISA4361060001XXX|L:10388;0", "found the quantity 0; it needs 1 or more"),
        ("QL1|T:BISA4361060001XXX|L:;5", "a line names no order"),
    ],
)
def test_a_label_of_some_other_program_is_refused_for_what_is_wrong(
    inside: str, message: str
) -> None:
    with pytest.raises(InvalidScan, match=message):
        read(checked(inside))


@pytest.mark.parametrize(
    "gross_kg", [Decimal(-1), Decimal("NaN"), Decimal("Infinity"), Decimal("0.0000001")]
)
def test_a_weight_that_cannot_be_is_not_written(gross_kg: Decimal) -> None:
    with pytest.raises(InvalidScan, match="gross weight"):
        Label(TCN, gross_kg=gross_kg)


def test_a_character_that_cannot_be_printed_is_not_written() -> None:
    with pytest.raises(InvalidScan, match="lot holds a character"):
        LabelLine("10388", 1, lot="a\nb")


VALUES = st.text(
    st.sampled_from("|;\\:Z") | st.characters(exclude_categories=("Cc", "Cf", "Cs")), max_size=8
)
LINES = st.builds(
    LabelLine, VALUES.filter(bool), st.integers(1, LARGEST), VALUES, VALUES, VALUES, VALUES
)
LABELS = st.builds(
    Label,
    st.from_regex(r"[A-Z0-9]{17}", fullmatch=True).map(Tcn),
    st.lists(LINES, max_size=4).map(tuple),
    packages=st.none() | st.integers(1, 999),
    package=st.none() | st.just(1),
    gross_kg=st.none() | st.decimals(0, LARGEST, allow_nan=False, places=3),
)


@settings(max_examples=200)
@given(LABELS)
def test_what_a_label_says_is_read_back(label: Label) -> None:
    assert read(label_text(label)) == label


def test_every_field_of_a_line_is_written() -> None:
    assert [field.name for field in fields(LabelLine)] == [
        "order",
        "quantity",
        "unit",
        "lot",
        "serial_from",
        "serial_to",
    ]
