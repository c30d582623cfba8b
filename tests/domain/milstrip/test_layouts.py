from __future__ import annotations

import pytest

from shipments.domain.milstrip import Kind, Profile, decode, encode
from shipments.domain.milstrip.columns import TAIL, Column
from shipments.domain.milstrip.kinds import IDENTIFIERS
from shipments.domain.milstrip.layouts import LAYOUTS, gaps, layout
from tests.domain.milstrip.records import EXAMPLES
from tests.repository.tree import ROOT

ALL = [*LAYOUTS.values(), layout(Kind.SHIPMENT_STATUS, Profile.NAVY_P437)]


@pytest.mark.parametrize("columns", ALL)
def test_a_layout_covers_all_eighty_columns_once(columns: tuple[Column, ...]) -> None:
    assert gaps(columns) == []


def test_a_column_that_nobody_declared_is_found() -> None:
    whole = LAYOUTS[Kind.REQUISITION]

    assert gaps((*whole[:2], *whole[3:-1])) == [(7, 8), (67, 80)]


def test_every_column_names_its_source_or_is_kept_raw() -> None:
    sources = (ROOT / "docs" / "sources.md").read_text()
    columns = {each for columns in ALL for each in columns}

    unnamed = {each.field for each in columns if each.source == ""}
    undescribed = {each.source for each in columns if each.source not in sources}

    assert {name for name in unnamed if not name.startswith("column")} == {TAIL}
    assert undescribed == set()


def test_there_is_an_example_of_every_kind() -> None:
    assert {decode(line).kind for line in EXAMPLES} == set(Kind)


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_comes_back_as_it_was(line: str) -> None:
    assert encode(decode(line)) == line.ljust(80)


def test_the_identifiers_are_those_of_the_sources() -> None:
    of_each = {
        kind: [key for key, each in IDENTIFIERS.items() if each is kind]
        for kind in (Kind.SUPPLY_STATUS, Kind.SHIPMENT_STATUS, Kind.AVAILABILITY)
    }

    assert of_each == {
        Kind.SUPPLY_STATUS: ["AE1", "AE2", "AE3", "AE6", "AE8", "AE9", "AEA", "AEB", "AED", "AEE"],
        Kind.SHIPMENT_STATUS: ["AS1", "AS2", "AS3", "AS8", "AU1", "AU2", "AU3", "AU8"],
        Kind.AVAILABILITY: ["AD1", "AD3", "ADR"],
    }


def test_a_shipment_status_is_read_by_the_profile_that_is_named() -> None:
    line = f"{EXAMPLES[14][:59]}12BISA4361060001AA299"

    standard, navy = decode(line), decode(line, profile=Profile.NAVY_P437)

    assert (standard["tcn"], standard["mode"]) == ("12BISA4361060001A", "A")
    assert (navy["priority"], navy["tcn"], navy["mode"]) == ("12", "BISA4361060001A", "A")
    assert encode(standard) == encode(navy) == line


def test_no_other_record_has_a_profile() -> None:
    assert decode(EXAMPLES[0], profile=Profile.NAVY_P437).profile is Profile.STANDARD


@pytest.mark.parametrize("status", ["ZZ", "B?", "Q"])
def test_a_status_that_nobody_knows_is_kept(status: str) -> None:
    line = f"{EXAMPLES[12][:64]}{status.ljust(2)}".ljust(80)

    assert decode(line)["status"] == status
    assert encode(decode(line)) == line
