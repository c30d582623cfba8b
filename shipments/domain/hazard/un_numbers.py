"""UN numbers of munitions, as a suggestion when a clerk types one.

Source: docs/sources.md, "UN numbers".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.hazard.classification import Classification, parse
from shipments.domain.typed_code import found, tidy

_FORM = re.compile(r"(?:UN)?([0-9]{4})")


class InvalidUnNumber(ValueError):
    """The text is not a UN number."""


class Certainty(StrEnum):
    """How far a row may be relied on before a person has confirmed it."""

    SECONDARY = "secondary"
    FROM_MEMORY = "from memory"


@dataclass(frozen=True, slots=True)
class UnNumber:
    """One row of the list of dangerous goods.

    Unconfirmed until a person confirms it: a public list was seen to be wrong. Offer it beside
    the field, and never fill the field with it.
    """

    number: str
    proper_shipping_name: str
    classification: Classification
    certainty: Certainty

    def __str__(self) -> str:
        return f"UN{self.number}"


_LIST: tuple[tuple[str, str], ...] = (
    (
        "Cartridges for weapons, with bursting charge",
        "0005 1.1F, 0006 1.1E, 0007 1.2F, 0321 1.2E, 0348 1.4F, 0412 1.4E",
    ),
    (
        "Cartridges for weapons, inert projectile or Cartridges, small arms",
        "0012 1.4S, 0339 1.4C, 0417 1.3C",
    ),
    ("Cartridges for weapons, inert projectile", "0328 1.2C"),
    ("Cartridges for weapons, blank", "0014 1.4S, 0326 1.1C, 0327 1.3C, 0338 1.4C, 0413 1.2C"),
    (
        "Projectiles, with bursting charge",
        "0167 1.1F, 0168 1.1D, 0169 1.2D, 0324 1.2F, 0344 1.4D",
    ),
    ("Projectiles, inert with tracer", "0345 1.4S, 0424 1.3G, 0425 1.4G"),
    ("Bombs, with bursting charge", "0033 1.1F, 0034 1.1D, 0035 1.2D, 0291 1.2F"),
    ("Rockets, with bursting charge", "0180 1.1F, 0181 1.1E, 0182 1.2E, 0295 1.2F"),
    ("Rockets, with inert head", "0183 1.3C, 0502 1.2C"),
    ("Rocket motors", "0186 1.3C, 0280 1.1C, 0281 1.2C"),
    ("Charges, propelling, for cannon", "0242 1.3C, 0279 1.1C, 0414 1.2C"),
    ("Fuzes, detonating", "0106 1.1B, 0107 1.2B, 0257 1.4B, 0367 1.4S"),
    ("Ammunition, illuminating", "0171 1.2G, 0254 1.3G, 0297 1.4G"),
    ("Ammunition, smoke", "0015 1.2G, 0016 1.3G, 0303 1.4G"),
    ("Ammunition, practice", "0362 1.4G, 0488 1.3G"),
)
_SECONDARY = {"0321"}


def _rows() -> dict[str, UnNumber]:
    rows: dict[str, UnNumber] = {}
    for name, printed in _LIST:
        for row in printed.split(", "):
            number, code = row.split()
            certainty = Certainty.SECONDARY if number in _SECONDARY else Certainty.FROM_MEMORY
            rows[number] = UnNumber(number, name, parse(code), certainty)
    return rows


UN_NUMBERS: Mapping[str, UnNumber] = MappingProxyType(_rows())


def parse_number(text: str) -> str:
    """Read "UN 0168" or "0168" as "0168". Any four digits pass: most numbers are not listed here.

    :raises InvalidUnNumber: anything but four digits.
    """
    form = _FORM.fullmatch(tidy(text))
    if form is None:
        raise InvalidUnNumber(
            f"UN number: found {found(text.strip())}; it needs 4 digits, like UN0168."
        )
    return form[1]


def suggest(text: str) -> UnNumber | None:
    """The listed row of a typed number; None for one we do not know, which may be right.

    :raises InvalidUnNumber: anything but four digits.
    """
    return UN_NUMBERS.get(parse_number(text))
