"""Ratings of the Defense Priorities and Allocations System (15 CFR part 700).

Source: docs/sources.md, "DPAS".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.typed_code import found, tidy

# Labels for people, from a secondary copy of Schedule I. The list decides nothing: a rating
# with a programme that is not in it is still a rating. N8 is left out because the sources
# at hand disagree about what it stands for.
PROGRAMS: Mapping[str, str] = MappingProxyType(
    {
        "A1": "Aircraft",
        "A2": "Missiles",
        "A3": "Ships",
        "A4": "Tank and automotive",
        "A5": "Weapons",
        "A6": "Ammunition",
        "A7": "Electronic and communications equipment",
        "B1": "Military building supplies",
        "B8": "Production equipment for contractors",
        "B9": "Production equipment owned by the government",
        "C2": "Department of Defense construction",
        "C3": "Maintenance, repair and operating supplies for defence facilities",
        "C9": "Miscellaneous defence",
        "D1": "Canadian military",
        "D2": "Canadian production and construction",
        "D3": "Canadian atomic energy",
        "E1": "Department of Energy construction",
        "E2": "Department of Energy operations",
        "E3": "Private atomic energy facilities",
        "F1": "Energy exploration",
        "F2": "Energy conservation",
        "F3": "Energy construction and repair",
        "G1": "Munitions bought commercially by foreign governments",
        "G2": "Direct defence needs of foreign governments other than Canada",
        "G3": "Foreign production and construction",
        "G4": "Foreign critical infrastructure",
        "H1": "Combined orders",
        "H5": "Private domestic production",
        "H6": "Private domestic construction",
        "H7": "Maintenance, repair and operating supplies",
        "H8": "Designated programmes",
        "J1": "Co-production",
        "K1": "Federal supply items",
        "N1": "Federal emergency preparedness",
        "N2": "State, local and tribal emergency preparedness",
        "N3": "Intelligence and warning",
        "N4": "Border and transport security",
        "N5": "Counter-terrorism",
        "N6": "Chemical, biological, radiological and nuclear defence",
        "N7": "Critical infrastructure protection",
    }
)
_FORM = re.compile(r"(DO|DX)([A-Z][1-9])")


class InvalidRating(ValueError):
    """The text cannot be a DPAS rating."""


class Element(StrEnum):
    """What an order must carry before its rating binds the contractor."""

    RATING = "rating"
    DELIVERY_DATE = "delivery_date"
    SIGNATURE = "signature"
    STATEMENT = "statement"
    EMERGENCY_STATEMENT = "emergency_statement"


@dataclass(frozen=True, slots=True)
class Rating:
    """``DO-A6``: the rating symbol and the programme it serves."""

    symbol: str
    program: str

    def __post_init__(self) -> None:
        form = _FORM.fullmatch(self.symbol + self.program)
        if form is None or form.groups() != (self.symbol, self.program):
            raise InvalidRating(
                f"DPAS rating: found {found(self.symbol + self.program)}; it needs DO or DX and "
                "a programme (a letter and a digit), like DO-A6."
            )

    def __str__(self) -> str:
        return self.value

    @property
    def value(self) -> str:
        return f"{self.symbol}-{self.program}"

    @property
    def program_name(self) -> str | None:
        """None for a programme that is not in our copy of the list: ask, do not refuse."""
        return PROGRAMS.get(self.program)

    def outranks(self, other: Rating | None) -> bool:
        """DX goes before DO, and any rating before none. The programme never decides.

        Two orders of one symbol do not outrank each other; the dates on them decide.

        :param other: None is an order without a rating.
        """
        if other is None:
            return True
        return self.symbol == "DX" and other.symbol == "DO"


def parse(text: str) -> Rating:
    """Read a rating with or without its hyphen.

    :raises InvalidRating: not DO or DX and a programme.
    """
    plain = tidy(text)
    return Rating(plain[:2], plain[2:])


def missing_elements(
    present: Collection[Element], *, emergency_preparedness: bool = False
) -> tuple[Element, ...]:
    """What an order still lacks to be a rated order, in the order of the regulation.

    "As soon as possible" is not a delivery date; the caller must not count it as one.

    :param emergency_preparedness: such orders carry one statement more.
    """
    return tuple(
        element
        for element in Element
        if element not in present
        and (emergency_preparedness or element is not Element.EMERGENCY_STATEMENT)
    )
