"""Which compatibility groups may travel together, by mode, as the regulations print it.

Source: docs/sources.md, "Class 1 segregation".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shipments.domain.hazard.classification import Group
from shipments.domain.modes import Mode

_CELL = re.compile(r"(X?)\(?([1-6](?:/[1-6])*)?\)?")

# 49 CFR 177.848(f): on one transport vehicle. A dot is a blank cell: no restriction.
_ROAD = """
   A  B    C   D    E   F   G   H   J   K   L   N   S
A  .  X    X   X    X   X   X   X   X   X   X   X   X
B  X  .    X   X(4) X   X   X   X   X   X   X   X   4/5
C  X  X    .   2    2   X   6   X   X   X   X   3   4/5
D  X  X(4) 2   .    2   X   6   X   X   X   X   3   4/5
E  X  X    2   2    .   X   6   X   X   X   X   3   4/5
F  X  X    X   X    X   .   X   X   X   X   X   X   4/5
G  X  X    6   6    6   X   .   X   X   X   X   X   4/5
H  X  X    X   X    X   X   X   .   X   X   X   X   4/5
J  X  X    X   X    X   X   X   X   .   X   X   X   4/5
K  X  X    X   X    X   X   X   X   X   .   X   X   4/5
L  X  X    X   X    X   X   X   X   X   X   1   X   X
N  X  X    3   3    3   X   X   X   X   X   X   .   4/5
S  X  4/5  4/5 4/5  4/5 4/5 4/5 4/5 4/5 4/5 X   4/5 .
"""

# 49 CFR 176.144(a): in one compartment, magazine or cargo transport unit.
_SEA = """
   A  B  C  D  E  F  G  H  J  K  L  N  S
A  .  X  X  X  X  X  X  X  X  X  X  X  X
B  X  .  X  X  X  X  X  X  X  X  X  X  .
C  X  X  .  6  6  X  1  X  X  X  X  4  .
D  X  X  6  .  6  X  1  X  X  X  X  4  .
E  X  X  6  6  .  X  1  X  X  X  X  4  .
F  X  X  X  X  X  .  X  X  X  X  X  X  .
G  X  X  1  1  1  X  .  X  X  X  X  X  .
H  X  X  X  X  X  X  X  .  X  X  X  X  .
J  X  X  X  X  X  X  X  X  .  X  X  X  .
K  X  X  X  X  X  X  X  X  X  .  X  X  .
L  X  X  X  X  X  X  X  X  X  X  2  X  X
N  X  X  4  4  4  X  X  X  X  X  X  3  5
S  X  .  .  .  .  .  .  .  .  .  X  5  .
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table prints where two groups meet."""

    forbidden: bool
    notes: tuple[int, ...]


def _read(grid: str) -> Mapping[tuple[Group, Group], Cell]:
    heading, *rows = grid.strip().splitlines()
    columns = [Group(letter) for letter in heading.split()]
    cells: dict[tuple[Group, Group], Cell] = {}
    for row in rows:
        letter, *printed = row.split()
        for column, text in zip(columns, printed, strict=True):
            cells[Group(letter), column] = _cell(text)
    return MappingProxyType(cells)


def _cell(text: str) -> Cell:
    form = _CELL.fullmatch(text.strip("."))
    if form is None:
        raise ValueError(f"Segregation table: {text} is no cell.")
    notes = tuple(int(number) for number in (form[2] or "").split("/") if number)
    return Cell(forbidden=bool(form[1]), notes=notes)


# Air and rail have no table here: what they forbid is not known to this program.
TABLES: Mapping[Mode, Mapping[tuple[Group, Group], Cell]] = MappingProxyType(
    {Mode.ROAD: _read(_ROAD), Mode.SEA: _read(_SEA)}
)
REGULATION: Mapping[Mode, str] = MappingProxyType(
    {Mode.ROAD: "49 CFR 177.848(f)", Mode.SEA: "49 CFR 176.144(a)"}
)
# What "together" means in each table.
TOGETHER: Mapping[Mode, str] = MappingProxyType(
    {Mode.ROAD: "on one vehicle", Mode.SEA: "in one compartment, magazine or transport unit"}
)
