from __future__ import annotations

from dataclasses import replace

from shipments.papers import packing_list
from tests.factories.moments import AT
from tests.papers.printed import SHELLS, SHIPMENT, TENTS, many_lines, read, rows


def test_it_says_what_is_aboard_in_what_and_where_it_goes() -> None:
    said = read(packing_list.compose(SHIPMENT, at=AT))

    for fact in (
        "Packing list and manifest TCN BISZZZ63240001XXX",
        "From Exampleton (USXYZ), Exampleton, United States",
        "Carrier Imaginary Lines",
        "Planned departure 22 Nov 2026",
        "Released to ship not on record",
        "1 EX-00012 BISZZZ63240001 Practice charge, red 1315000000000 LOT-7 A001 to A140 140 EA",
        "1.3C, UN0242, Charges, propelling, for cannon 70.5 kg",
        "1 of 2 Pallet, P-1 140 EA of EX-00012, lot LOT-7 820.5 kg 1.2 m³",
        "Page 1 of 1",
        "Drawn up with Quayline on 20 Nov 2026, 12:00Z",
    ):
        assert fact in said


def test_what_nobody_knows_is_said_and_never_counted_as_nought() -> None:
    said = read(packing_list.compose(SHIPMENT, at=AT))

    for fact in (
        "stock number not known not known 20 EA not known not known",
        "Total 160 EA ≥ 70.5 kg",
        "2 of 2 Crate 20 EA of EX-00013 not known not known",
        "Gross weight ≥ 820.5 kg",
        "Net explosive weight At least 70.5 kg; of 1 line it is not known",
    ):
        assert fact in said


def test_the_headings_and_the_number_stand_on_every_page() -> None:
    said = read(packing_list.compose(many_lines(60), at=AT))

    pages = int(said.rsplit(" of ", 1)[1])
    assert pages >= 3
    assert said.count("Packing list and manifest, TCN BISZZZ63240001XXX") == pages - 1
    assert said.count("# Order Item Lot, serials Quantity Classification NEW") >= pages - 1
    assert "Total 8,400 EA 4,230 kg" in said
    assert "How it is packed is not recorded." in said


def test_rounds_and_crates_are_not_added_up() -> None:
    mixed = replace(SHIPMENT, lines=(SHELLS, replace(TENTS, unit="BX")))

    assert "Total ≥ 70.5 kg" in read(packing_list.compose(mixed, at=AT))


def test_what_would_mislead_is_said_first() -> None:
    part = replace(SHIPMENT, only_of="Fictional Works", cancelled_because="Not sent", exercise=True)

    said = read(packing_list.compose(part, at=AT))

    assert (
        "EXERCISE. The goods are invented. Do not ship, do not report. CANCELLED: Not sent "
        "Only the orders of Fictional Works are on this paper. Others may be aboard." in said
    )


def test_the_same_facts_give_the_same_bytes() -> None:
    assert packing_list.compose(SHIPMENT, at=AT) == packing_list.compose(SHIPMENT, at=AT)


def test_hebrew_runs_from_right_to_left_and_its_numbers_and_latin_from_left_to_right() -> None:
    printed = rows(packing_list.compose(SHIPMENT, at=AT))

    # As it meets an eye that goes from the left.
    seen = f"{'איש'[::-1]}12 {'אוהל סיירים'[::-1]}"
    assert any(seen in line for line in printed)
    assert any("QZ-7" in line and "tneT" not in line for line in printed)


def test_hebrew_is_found_by_who_searches_for_it() -> None:
    assert "אוהל סיירים" in read(packing_list.compose(SHIPMENT, at=AT))
