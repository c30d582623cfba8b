"""Records about an order, made from the requisition that began it.

They repeat the requisition and change as little as they can: a field that differed would be
read as a change, or as another order.

Source: docs/sources.md, "MILSTRIP records".
"""

from __future__ import annotations

from collections.abc import Mapping

from shipments.domain.milstrip.codec import decode, encode
from shipments.domain.milstrip.kinds import EXERCISE, IDENTIFIERS, Kind
from shipments.domain.milstrip.record import LENGTH, InvalidRecord, Record, Value

# Repeated from the requisition: 7 to 66. What comes behind it is not the customer's to write.
_REPEATED_UP_TO = 66
# What a modification may change of a requisition, where the sources agree or none objects.
MODIFIABLE = frozenset(
    {
        "media_status",
        "supplementary_address",
        "signal",
        "fund",
        "distribution",
        "project",
        "priority",
        "required_delivery_date",
        "advice",
    }
)


def follow_up(original: Record, *, ric: str, outstanding: int | None = None) -> Record:
    """Ask for the status of an order: AF1.

    :param ric: whom it goes to, the last known holder of the order.
    :param outstanding: the quantity that has not come; None for all that was ordered.
    :raises InvalidRecord: ``original`` is no requisition, or a value cannot be written.
    """
    return _again(original, "AF1", ric=ric, outstanding=outstanding)


def improvement_request(original: Record, *, ric: str, outstanding: int | None = None) -> Record:
    """Ask for an improved ship date: AFC. See ``follow_up``."""
    return _again(original, "AFC", ric=ric, outstanding=outstanding)


def modification(original: Record, *, ric: str, changes: Mapping[str, Value]) -> Record:
    """Change a requisition, such as its priority: AM_.

    Its third character stays, because it says what the stock number is.

    :raises InvalidRecord: ``original`` is no requisition or one that has no modification, a
        field that may not change, or a value that cannot be written.
    """
    _require_requisition(original)
    identifier = f"{original.identifier[0]}M{original.identifier[2]}"
    if f"AM{original.identifier[2]}" not in IDENTIFIERS:
        raise InvalidRecord(1, "identifier", f"{original.identifier} has no modification.")
    for field in changes.keys() - MODIFIABLE:
        raise InvalidRecord(1, field, "a modification does not change it.")
    fields = {**original.fields, **changes, "ric": ric, "tail": None}
    return decode(encode(Record(identifier, fields)))


def _again(
    original: Record, identifier: str, *, ric: str, outstanding: int | None = None
) -> Record:
    _require_requisition(original)
    if original.is_exercise:
        identifier = EXERCISE + identifier[1:]
    fields = {**original.fields, "ric": ric}
    if outstanding is not None:
        fields["quantity"] = outstanding
    text = encode(Record(original.identifier, fields))
    return decode((identifier + text[3:_REPEATED_UP_TO]).ljust(LENGTH))


def _require_requisition(original: Record) -> None:
    if original.kind is not Kind.REQUISITION:
        raise InvalidRecord(
            1, "identifier", f"found {original.identifier}; it needs the requisition itself."
        )
