from __future__ import annotations

from itertools import product

import pytest

from shipments.domain.hazard import Aboard, Classification, Division, Group, Verdict, judge
from shipments.domain.hazard.classification import DIVISIONS_OF
from shipments.domain.hazard.notes import NOTES
from shipments.domain.hazard.tables import TABLES, Cell
from shipments.domain.modes import Mode

# As the regulations print them, kept apart from the copy that the program uses.
ROAD = """
| |A|B|C|D|E|F|G|H|J|K|L|N|S|
|A| |X|X|X|X|X|X|X|X|X|X|X|X|
|B|X| |X|X(4)|X|X|X|X|X|X|X|X|4/5|
|C|X|X| |2|2|X|6|X|X|X|X|3|4/5|
|D|X|X(4)|2| |2|X|6|X|X|X|X|3|4/5|
|E|X|X|2|2| |X|6|X|X|X|X|3|4/5|
|F|X|X|X|X|X| |X|X|X|X|X|X|4/5|
|G|X|X|6|6|6|X| |X|X|X|X|X|4/5|
|H|X|X|X|X|X|X|X| |X|X|X|X|4/5|
|J|X|X|X|X|X|X|X|X| |X|X|X|4/5|
|K|X|X|X|X|X|X|X|X|X| |X|X|4/5|
|L|X|X|X|X|X|X|X|X|X|X|1|X|X|
|N|X|X|3|3|3|X|X|X|X|X|X| |4/5|
|S|X|4/5|4/5|4/5|4/5|4/5|4/5|4/5|4/5|4/5|X|4/5| |
"""
SEA = """
| |A|B|C|D|E|F|G|H|J|K|L|N|S|
|A| |X|X|X|X|X|X|X|X|X|X|X|X|
|B|X| |X|X|X|X|X|X|X|X|X|X| |
|C|X|X| |6|6|X|1|X|X|X|X|4| |
|D|X|X|6| |6|X|1|X|X|X|X|4| |
|E|X|X|6|6| |X|1|X|X|X|X|4| |
|F|X|X|X|X|X| |X|X|X|X|X|X| |
|G|X|X|1|1|1|X| |X|X|X|X|X| |
|H|X|X|X|X|X|X|X| |X|X|X|X| |
|J|X|X|X|X|X|X|X|X| |X|X|X| |
|K|X|X|X|X|X|X|X|X|X| |X|X| |
|L|X|X|X|X|X|X|X|X|X|X|2|X|X|
|N|X|X|4|4|4|X|X|X|X|X|X|3|5|
|S|X| | | | | | | | | |X|5| |
"""
PRINTED = {Mode.ROAD: ROAD, Mode.SEA: SEA}
EXPECTED_CELLS = {
    "": Cell(forbidden=False, notes=()),
    "X": Cell(forbidden=True, notes=()),
    "X(4)": Cell(forbidden=True, notes=(4,)),
    "4/5": Cell(forbidden=False, notes=(4, 5)),
    **{str(number): Cell(forbidden=False, notes=(number,)) for number in range(1, 7)},
}


def printed(mode: Mode) -> dict[tuple[str, str], str]:
    heading, *rows = [
        [cell.strip() for cell in row.split("|")[1:-1]]
        for row in PRINTED[mode].strip().splitlines()
    ]
    return {
        (row[0], column): text
        for row in rows
        for column, text in zip(heading[1:], row[1:], strict=True)
    }


CELLS = [
    (mode, one, other, text) for mode in PRINTED for (one, other), text in printed(mode).items()
]


def test_each_table_has_a_cell_for_every_pair_of_the_13_groups() -> None:
    assert [len(TABLES[mode]) for mode in PRINTED] == [169, 169]
    assert set(TABLES) == set(PRINTED)
    assert {letter for _, letter, _, _ in CELLS} == set(Group)


@pytest.mark.parametrize(("mode", "one", "other", "text"), CELLS)
def test_a_cell_is_as_printed(mode: Mode, one: str, other: str, text: str) -> None:
    assert TABLES[mode][Group(one), Group(other)] == EXPECTED_CELLS[text]


@pytest.mark.parametrize(("mode", "one", "other", "text"), CELLS)
def test_every_pair_of_codes_is_judged_by_its_cell(
    mode: Mode, one: str, other: str, text: str
) -> None:
    first, second = Group(one), Group(other)
    pairs = product(DIVISIONS_OF[first].split(), DIVISIONS_OF[second].split())
    for its_division, other_division in pairs:
        load = [
            Aboard("1", Classification(Division(its_division), first)),
            Aboard("2", Classification(Division(other_division), second)),
        ]

        finding = judge(mode, load).findings[0]
        turned = judge(mode, load[::-1]).findings[0]

        assert finding.ruling == turned.ruling
        assert (finding.groups, turned.groups) == ((first, second), (second, first))
        assert finding.notes == EXPECTED_CELLS[text].notes
        if "X" in text:
            assert (finding.verdict, finding.confirm) == (Verdict.FORBIDDEN, "")
        elif text == "" and (one != other or its_division == other_division):
            assert (finding.verdict, finding.confirm) == (Verdict.ALLOWED, "")
        elif text == "":
            assert finding.verdict is Verdict.CONDITIONAL
        else:
            # Nothing but the codes is known, so no note can clear a pair. (1.4S fireworks
            # are of no account beside 1.3 and 1.4, but detonators still are.)
            assert finding.verdict in {Verdict.CONDITIONAL, Verdict.FORBIDDEN}


@pytest.mark.parametrize("mode", list(PRINTED))
def test_a_table_is_symmetric(mode: Mode) -> None:
    table = TABLES[mode]

    assert [pair for pair in table if table[pair] != table[pair[1], pair[0]]] == []


@pytest.mark.parametrize("mode", list(PRINTED))
def test_every_note_a_table_prints_is_known_and_the_other_way_round(mode: Mode) -> None:
    assert {note for cell in TABLES[mode].values() for note in cell.notes} == set(NOTES[mode])


@pytest.mark.parametrize("mode", [Mode.AIR, Mode.RAIL])
def test_without_a_table_every_pair_is_left_to_a_person(mode: Mode) -> None:
    load = [Aboard(str(number), Classification(Division("1.4"), Group.S)) for number in range(3)]

    segregation = judge(mode, load)

    assert [finding.verdict for finding in segregation.findings] == [Verdict.UNKNOWN] * 3
    assert {finding.sentence for finding in segregation.findings} == {
        "No table for this mode: a dangerous-goods person must clear it."
    }
    assert segregation.overall.treat_as is None
    assert segregation.needs_a_person
