from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shipments.domain.contract_number import ContractNumber
from shipments.domain.document_number import DocumentNumber
from shipments.domain.scan import InvalidScan, Package, Row, Rows, Words, package_text, read
from shipments.domain.scan.reading import LONGEST
from shipments.domain.tcn import Tcn

TCN = Tcn("BISA4361060001XXX")


@pytest.mark.parametrize(
    "typed",
    [
        "BISA4361060001XXX",
        "bisa43 6106 0001 xxx",
        "]C1BISA4361060001XXX\r\n",
        "]C0BISA4361060001XXX\t",
        "\x02BISA4361060001XXX\x03",
        "\u202bBISA4361060001XXX\u202c",
        "]d2\x1dBISA4361060001XXX",
    ],
)
def test_a_tcn_is_found_whatever_a_scanner_or_a_page_put_around_it(typed: str) -> None:
    assert read(typed) == TCN


@pytest.mark.parametrize("typed", ["BISA4361060001", "bisa43-6106-0001", "]A0BISA4361060001\r"])
def test_a_document_number_is_found(typed: str) -> None:
    assert read(typed) == DocumentNumber("BISA4361060001")


@pytest.mark.parametrize("typed", ["FA8634-26-C-B001", "fa863426cb001"])
def test_a_contract_number_is_found(typed: str) -> None:
    assert read(typed) == ContractNumber("FA863426CB001")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("10388", "10388"),
        ("  IS-B-ZMI   line 2 ", "IS-B-ZMI line 2"),
        ("Charge, propelling, 155 mm", "Charge, propelling, 155 mm"),
        # As long as a TCN, a document number and a contract number, and none of them.
        ("Projectile, smokes", "Projectile, smokes"),
        ("fuze electronic", "fuze electronic"),
        ("Mortar cartridge", "Mortar cartridge"),
        ("fuze smoke mines", "fuze smoke mines"),
        ("]C", "]C"),
    ],
)
def test_anything_else_is_words_without_a_hint(typed: str, text: str) -> None:
    assert read(typed) == Words(text)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("BISA4364000001", "positions 7 to 10 must be the day of the order"),
        ("1320-01-234-5678", "Contract number: found"),
        ("BISA436106000/XXX", "TCN: found"),
    ],
)
def test_what_is_as_long_as_a_number_and_is_none_says_why(typed: str, hint: str) -> None:
    scan = read(typed)

    assert isinstance(scan, Words)
    assert hint in scan.hint


@pytest.mark.parametrize("typed", ["", " \r\n\t", "\u200e\ufeff", "]C1", "\x00"])
def test_nothing_is_refused_and_says_what_can_be_entered(typed: str) -> None:
    with pytest.raises(InvalidScan, match="found nothing; scan a label, or type"):
        read(typed)


def test_what_is_too_long_is_refused_before_it_is_read() -> None:
    with pytest.raises(InvalidScan, match="up to 200,000 can be read"):
        read("x" * (LONGEST + 1))
    with pytest.raises(InvalidScan, match="found 300 characters in one line"):
        read("x" * 300)


def test_the_code_of_a_package_says_which_package_of_which_shipment() -> None:
    text = package_text(TCN, 46)

    assert text == "PKGBISA4361060001XXX0046"
    assert read(f"]C1{text}\r") == Package(TCN, 46)


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_package_has_a_number_that_fits_its_code(number: int) -> None:
    with pytest.raises(InvalidScan, match="it needs a number from 1 to 9999"):
        package_text(TCN, number)


def test_package_0000_is_refused() -> None:
    with pytest.raises(InvalidScan, match="packages are numbered from 0001"):
        read("PKGBISA4361060001XXX0000")


def test_several_scans_in_one_field_are_lines() -> None:
    scan = read("BISA4361060001\nBISA4361060002\n")

    assert isinstance(scan, Rows)
    assert [row.order for row in scan.taken] == ["BISA4361060001", "BISA4361060002"]


def test_an_empty_first_cell_is_not_trimmed_away() -> None:
    scan = read("\t4200\tL-7\r\n")

    assert isinstance(scan, Rows)
    assert scan.refused[0].cells == ("", "4200", "L-7")


@given(st.from_regex(r"[A-Z0-9]{17}", fullmatch=True), st.integers(1, 9999))
def test_what_a_package_code_carries_is_read_back(tcn: str, number: int) -> None:
    assert read(package_text(Tcn(tcn), number)) == Package(Tcn(tcn), number)


@given(st.text())
@example("[)>\x1e06\x1d")
@example("QL1|L:\\|Z:00000000")
@example('"\t"\n"')
@example("\ud800")
def test_no_text_breaks_the_field(text: str) -> None:
    with contextlib.suppress(InvalidScan):
        read(text)


PIECES = (
    *("QL1|", "QL2|", "|Z:", "T:", "L:", "P:1/", "PKG", "[)>", "\x1e", "06", "\x1d", "\x04"),
    *("]C1", "\t", ";", ",", "\n", "\r", '"', "order", "qty", "4,200", "5 ea", "1,250", "."),
    *("BISA4361060001", "XXX", "\ud800", "\u202e", "\u05d0", "\x00", "\\", "lot", "0"),
)


def test_a_hundred_thousand_mangled_labels_and_tables_do_not_break_it_either() -> None:
    dice = random.Random(20261120)
    refused = 0
    for _ in range(100_000):
        text = "".join(
            dice.choice(PIECES) if dice.random() < 0.8 else chr(dice.randrange(0x11000))
            for _ in range(dice.randrange(12))
        )
        try:
            read(text)
        except InvalidScan:
            refused += 1

    assert 0 < refused < 100_000


def test_a_table_of_one_line_needs_a_divider() -> None:
    scan = read("10388\t4200")

    assert isinstance(scan, Rows)
    assert isinstance(scan.rows[0], Row)
    assert (scan.rows[0].order, scan.rows[0].quantity) == ("10388", 4200)
