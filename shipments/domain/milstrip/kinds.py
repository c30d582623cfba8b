"""Kinds of records, told by their document identifier.

Source: docs/sources.md, "MILSTRIP records".
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.typed_code import found

# In place of the first letter it marks traffic of an exercise, never to be applied.
EXERCISE = "U"
# The third character: overseas 1, 2, 4, 5; the same within the United States A, B, D, E.
_THIRD = "1245ABDE"


class Kind(StrEnum):
    """What a record is for."""

    REQUISITION = "requisition"
    MODIFICATION = "modification"
    FOLLOW_UP = "follow_up"
    IMPROVEMENT_REQUEST = "improvement_request"


IDENTIFIERS: Mapping[str, Kind] = MappingProxyType(
    {
        **{f"A0{third}": Kind.REQUISITION for third in f"{_THIRD}7"},
        **{f"AM{third}": Kind.MODIFICATION for third in _THIRD},
        "AF1": Kind.FOLLOW_UP,
        "AFC": Kind.IMPROVEMENT_REQUEST,
    }
)


class UnknownIdentifier(ValueError):
    """The document identifier is none that is read here."""


def is_exercise(identifier: str) -> bool:
    return identifier.startswith(EXERCISE)


def kind_of(identifier: str) -> Kind:
    """:raises UnknownIdentifier: not one of ``IDENTIFIERS``, with U for an exercise's A."""
    plain = f"A{identifier[1:]}" if is_exercise(identifier) else identifier
    if plain not in IDENTIFIERS:
        raise UnknownIdentifier(
            f"found {found(identifier)}; it needs one of {', '.join(IDENTIFIERS)}."
        )
    return IDENTIFIERS[plain]
