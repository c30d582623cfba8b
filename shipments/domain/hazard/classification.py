"""Classification codes of explosives: the hazard division and the compatibility group."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.typed_code import found, tidy

_FORM = re.compile(r"(1\.[1-6])([A-HJKLNS])")


class InvalidClassification(ValueError):
    """The text is not a classification code of Class 1."""


class Division(StrEnum):
    """How the goods can do harm. The lowest number is the greatest hazard but for 1.5."""

    MASS_EXPLOSION = "1.1"
    PROJECTION = "1.2"
    FIRE = "1.3"
    MINOR = "1.4"
    VERY_INSENSITIVE = "1.5"
    EXTREMELY_INSENSITIVE = "1.6"


class Group(StrEnum):
    """Which explosives may travel together: the compatibility group."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H = "H"
    J = "J"
    K = "K"
    L = "L"
    N = "N"
    S = "S"


DIVISION_MEANINGS: Mapping[Division, str] = MappingProxyType(
    {
        Division.MASS_EXPLOSION: "can explode all at once",
        Division.PROJECTION: "throws fragments, does not explode all at once",
        Division.FIRE: "burns, with little blast or few fragments",
        Division.MINOR: "small hazard, kept mostly to the package",
        Division.VERY_INSENSITIVE: "can explode all at once, but is very hard to set off",
        Division.EXTREMELY_INSENSITIVE: "articles that are extremely hard to set off",
    }
)

# Which divisions a group exists in. Two copies of the list differ in 1.3E, 1.1K, 1.2K and 1.1L;
# of the possible readings only this one has as many codes as the regulation counts.
DIVISIONS_OF: Mapping[Group, str] = MappingProxyType(
    {
        Group.A: "1.1",
        Group.B: "1.1 1.2 1.4",
        Group.C: "1.1 1.2 1.3 1.4",
        Group.D: "1.1 1.2 1.4 1.5",
        Group.E: "1.1 1.2 1.4",
        Group.F: "1.1 1.2 1.3 1.4",
        Group.G: "1.1 1.2 1.3 1.4",
        Group.H: "1.2 1.3",
        Group.J: "1.1 1.2 1.3",
        Group.K: "1.2 1.3",
        Group.L: "1.1 1.2 1.3",
        Group.N: "1.6",
        Group.S: "1.4",
    }
)
CODES: frozenset[str] = frozenset(
    f"{division}{group}"
    for group, divisions in DIVISIONS_OF.items()
    for division in divisions.split()
)

# Whether the group by its definition holds articles only (True) or substances only (False).
# A group that is not here holds both, and only the goods themselves say which.
ARTICLES_BY_DEFINITION: Mapping[Group, bool] = MappingProxyType(
    {Group.A: False} | dict.fromkeys(map(Group, "BEFHJKN"), True)
)


@dataclass(frozen=True, order=True, slots=True)
class Classification:
    """One of the 35 codes, such as 1.3C.

    The code is given to an explosive by an authority. Nothing here can tell whether it is
    the right one for the goods.

    Source: docs/sources.md, "Class 1".
    """

    division: Division
    group: Group

    def __post_init__(self) -> None:
        if str(self) not in CODES:
            divisions = ", ".join(DIVISIONS_OF[self.group].split())
            raise InvalidClassification(
                f"Classification: found {found(str(self))}, which does not exist; "
                f"group {self.group} has only {divisions}."
            )

    def __str__(self) -> str:
        return f"{self.division}{self.group}"


def parse(text: str) -> Classification:
    """Read "1.1D" as typed: spaces, dashes and lower case are forgiven.

    :raises InvalidClassification: another form, or a combination that does not exist.
    """
    form = _FORM.fullmatch(tidy(text))
    if form is None:
        raise InvalidClassification(
            f"Classification: found {found(text.strip())}; it needs a division from 1.1 to 1.6 "
            "and a group letter, like 1.1D."
        )
    return Classification(Division(form[1]), Group(form[2]))
