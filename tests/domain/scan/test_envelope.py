from __future__ import annotations

import pytest

from shipments.domain.contract_number import ContractNumber
from shipments.domain.document_number import DocumentNumber
from shipments.domain.scan import Datum, Envelope, InvalidScan, read
from shipments.domain.tcn import Tcn

# Identifiers made up for this test: what the real ones mean is not known here.
TEXT = (
    "[)>\x1e06\x1d99ABISA4361060001XXX\x1d98BBISA4361060001\x1dCFA863426CB001"
    "\x1d97DLOT 7\x1d\x1d98BBISA4361060001\x1e\x04"
)
DATA = (
    Datum("99ABISA4361060001XXX", "99A"),
    Datum("98BBISA4361060001", "98B"),
    Datum("CFA863426CB001", "C"),
    Datum("97DLOT 7", "97D"),
    Datum("98BBISA4361060001", "98B"),
)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"]L2{TEXT}\r\n",
        TEXT.replace("\x1e", "<RS>").replace("\x1d", "<GS>").replace("\x04", "<EOT>"),
        TEXT.replace("\x1e", "\u241e").replace("\x1d", "\u241d").replace("\x04", "\u2404"),
        TEXT.removesuffix("\x1e\x04"),
    ],
)
def test_a_foreign_label_is_taken_apart_and_nothing_in_it_is_lost(text: str) -> None:
    assert read(text) == Envelope(("06",), DATA)


def test_what_has_the_form_of_our_numbers_is_pointed_out() -> None:
    scan = read(TEXT)

    assert isinstance(scan, Envelope)
    assert scan.candidates == (
        Tcn("BISA4361060001XXX"),
        DocumentNumber("BISA4361060001"),
        ContractNumber("FA863426CB001"),
    )
    assert [datum.value for datum in scan.data][3] == "LOT 7"


def test_data_of_other_formats_are_kept_whole() -> None:
    scan = read("[)>\x1e05\x1d420AB\x1e06\x1d9A7\x1e\x04")

    assert scan == Envelope(("05", "06"), (Datum("420AB", ""), Datum("9A7", "9A")))


def test_data_without_a_format_are_kept_too() -> None:
    assert read("[)>\x1eABC\x1d1A") == Envelope((), (Datum("ABC", ""), Datum("1A", "")))


def test_a_label_without_its_separators_says_how_to_set_the_scanner() -> None:
    with pytest.raises(InvalidScan, match="Set the scanner to send control characters"):
        read("[)>0699ABISA4361060001XXX")
