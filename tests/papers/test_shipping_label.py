from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from shipments.domain.scan import Label, Package, read
from shipments.papers import shipping_label
from shipments.papers.facts import PaperHazard
from tests.factories.moments import AT
from tests.papers.printed import SHELLS, SHIPMENT, TENTS, many_lines, scanned
from tests.papers.printed import read as read_text

LABELS = shipping_label.compose(SHIPMENT, at=AT)


@pytest.mark.parametrize("page", [0, 1])
def test_both_codes_read_back_exactly_what_was_put_in(page: int) -> None:
    codes = scanned(LABELS, page)

    package = SHIPMENT.packages[page]
    assert codes == {
        "Code 128": "BISZZZ63240001XXX",
        "QR Code": shipping_label.square_text(SHIPMENT, package),
    }


def test_what_a_scanner_reads_our_own_scan_field_understands() -> None:
    read_back = read(scanned(LABELS)["QR Code"])

    assert isinstance(read_back, Label)
    (line,) = read_back.lines
    assert (str(read_back.tcn), read_back.package, read_back.packages) == (
        "BISZZZ63240001XXX",
        1,
        2,
    )
    assert (line.order, line.quantity, line.unit, line.lot) == (
        "BISZZZ63240001",
        140,
        "EA",
        "LOT-7",
    )


def test_a_person_reads_the_same() -> None:
    said = read_text(LABELS)

    for fact in (
        "FROM Exampleton USXYZ Exampleton, United States",
        "TCN BISZZZ63240001XXX",
        "PIECE 1 of 2",
        "GROSS WEIGHT 820.5 kg 1,809 lb",
        "BY Sea Imaginary Lines",
        "EXPLOSIVE 1.3C UN0242 CHARGES, PROPELLING, FOR CANNON",
        "PIECE 2 of 2 GROSS WEIGHT not known",
        "CLASSIFICATION NOT KNOWN",
    ):
        assert fact in said


def test_too_much_for_a_square_gives_the_number_of_the_package_alone() -> None:
    package = replace(
        SHIPMENT.packages[0],
        contents=tuple((replace(SHELLS, lot=f"LOT-{n:04}"), 1) for n in range(30)),
    )
    full = replace(SHIPMENT, packages=(package,))

    code = scanned(shipping_label.compose(full, at=AT))["QR Code"]

    read_back = read(code)
    assert isinstance(read_back, Package)
    assert (str(read_back.tcn), read_back.number) == ("BISZZZ63240001XXX", 1)


def test_the_largest_square_can_still_be_scanned() -> None:
    package = replace(
        SHIPMENT.packages[0],
        contents=tuple((replace(SHELLS, lot=f"LOT-{n}"), 1) for n in range(12)),
    )
    text = shipping_label.square_text(SHIPMENT, package)
    full = replace(SHIPMENT, packages=(package,))

    assert shipping_label.MOST_IN_SQUARE * 0.8 < len(text) <= shipping_label.MOST_IN_SQUARE
    assert scanned(shipping_label.compose(full, at=AT))["QR Code"] == text


def test_without_packages_there_is_one_label_for_all() -> None:
    labels = shipping_label.compose(many_lines(2), at=AT)

    assert len(PdfReader(BytesIO(labels)).pages) == 1
    assert "PIECE packages not recorded" in read_text(labels)
    read_back = read(scanned(labels)["QR Code"])
    assert isinstance(read_back, Label)
    assert [line.serial_to for line in read_back.lines] == ["A140", "A140"]


def test_so_many_lines_that_even_the_whole_is_only_named() -> None:
    read_back = read(shipping_label.square_text(many_lines(40), None))

    assert isinstance(read_back, Label)
    assert read_back.lines == ()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], ["CONTENTS NOT RECORDED"]),
        ([replace(TENTS, hazard=PaperHazard(False, is_confirmed=True))], ["NOT CLASS 1"]),
        ([replace(TENTS, hazard=PaperHazard(False))], ["NOT CLASS 1 (not confirmed)"]),
        (
            [TENTS, SHELLS, SHELLS, replace(SHELLS, hazard=PaperHazard(True, "1.1D"))],
            [
                "EXPLOSIVE 1.1D UN number not known (not confirmed)",
                "EXPLOSIVE 1.3C UN0242 CHARGES, PROPELLING, FOR CANNON",
                "CLASSIFICATION NOT KNOWN",
            ],
        ),
    ],
)
def test_each_classification_is_said_once_and_what_is_not_known_too(lines, said) -> None:
    assert shipping_label.placards(lines) == said


def test_the_same_facts_give_the_same_bytes_and_an_exercise_is_marked() -> None:
    exercise = replace(SHIPMENT, exercise=True)

    assert shipping_label.compose(SHIPMENT, at=AT) == LABELS
    assert read_text(shipping_label.compose(exercise, at=AT)).count("EXERCISE") == 2
