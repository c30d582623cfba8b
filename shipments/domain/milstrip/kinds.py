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


class Kind(StrEnum):
    """What a record is for."""

    REQUISITION = "requisition"
    REDISTRIBUTION = "redistribution_order"
    PASSING = "passing_order"
    REFERRAL = "referral_order"
    RELEASE = "release_order"
    MODIFICATION = "modification"
    FOLLOW_UP = "follow_up"
    IMPROVEMENT_REQUEST = "improvement_request"
    REQUISITION_FOLLOW_UP = "requisition_follow_up"
    CANCELLATION = "cancellation"
    CANCELLATION_FOLLOW_UP = "cancellation_follow_up"
    SUPPLY_STATUS = "supply_status"
    VENDOR_STATUS = "direct_vendor_status"
    SHIPMENT_STATUS = "shipment_status"
    AVAILABILITY = "notice_of_availability"
    AVAILABILITY_DETAIL = "notice_of_availability_detail"
    AVAILABILITY_REPLY = "notice_of_availability_reply"
    RECEIPT_ACKNOWLEDGEMENT = "receipt_acknowledgement"
    RECEIPT = "receipt"


# The third character of orders: overseas 1, 2, 4, 5 (7 for dependents' schools); the same
# within the United States A, B, D, E.
_ORDER = "1245ABDE"
_ANY = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# The first two characters, the third ones that go with them, and what the record is.
_SERIES: tuple[tuple[str, str, Kind], ...] = (
    ("A0", f"{_ORDER}7", Kind.REQUISITION),
    ("A2", f"{_ORDER}7", Kind.REDISTRIBUTION),
    ("A3", "12345ABCDE7", Kind.PASSING),
    ("A4", "12345ABCDE7", Kind.REFERRAL),
    ("A5", f"{_ORDER}7J", Kind.RELEASE),
    ("AM", _ORDER, Kind.MODIFICATION),
    ("AF", "123", Kind.FOLLOW_UP),
    ("AF", "C", Kind.IMPROVEMENT_REQUEST),
    ("AT", _ORDER, Kind.REQUISITION_FOLLOW_UP),
    ("AC", "1236", Kind.CANCELLATION),
    ("AK", "123", Kind.CANCELLATION_FOLLOW_UP),
    ("AE", "123689ABDE", Kind.SUPPLY_STATUS),
    ("AB", "1238", Kind.VENDOR_STATUS),
    ("AS", "1238", Kind.SHIPMENT_STATUS),
    ("AU", "1238", Kind.SHIPMENT_STATUS),
    ("AD", "13R", Kind.AVAILABILITY),
    ("AD", "24", Kind.AVAILABILITY_DETAIL),
    ("AD", "5", Kind.AVAILABILITY_REPLY),
    ("DR", "AB", Kind.RECEIPT_ACKNOWLEDGEMENT),
    ("D6", _ANY, Kind.RECEIPT),
)
IDENTIFIERS: Mapping[str, Kind] = MappingProxyType(
    {f"{first}{third}": kind for first, thirds, kind in _SERIES for third in thirds}
)


class UnknownIdentifier(ValueError):
    """The document identifier is none that is read here."""


def is_exercise(identifier: str) -> bool:
    return identifier.startswith(EXERCISE)


def kind_of(identifier: str) -> Kind:
    """:raises UnknownIdentifier: not one of ``IDENTIFIERS``, with U for an exercise's A."""
    plain = f"A{identifier[1:]}" if is_exercise(identifier) else identifier
    if plain not in IDENTIFIERS:
        raise UnknownIdentifier(f"found {found(identifier)}; it needs {_needed(plain[:2])}.")
    return IDENTIFIERS[plain]


def _needed(first: str) -> str:
    thirds = "".join(each for start, each, _ in _SERIES if start == first)
    if thirds:
        return f"one of {', '.join(f'{first}{third}' for third in thirds)}"
    starts = dict.fromkeys(start for start, _, _ in _SERIES)
    return f"a document identifier that begins with one of {', '.join(starts)}"
