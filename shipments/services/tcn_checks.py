"""The TCN of a shipment: as typed and checked, or made by rule."""

from __future__ import annotations

from shipments.domain import document_number, tcn
from shipments.models import Order, Shipment
from shipments.services.refusal import Problem
from shipments.services.shipment_entry import CheckedLine, ShipmentEntry


def check(entry: ShipmentEntry, lines: list[CheckedLine]) -> tuple[str, list[Problem]]:
    """The number, and what is wrong with it. One query."""
    if not entry.tcn.strip():
        return _made(entry, lines)
    try:
        number = tcn.parse(entry.tcn).value
    except tcn.InvalidTcn as error:
        return entry.tcn, [Problem("tcn", str(error), "invalid_tcn")]
    if Shipment.objects.filter(tcn=number).exists():
        message = f"Shipment {number} is already logged. Open it, or give this one its own TCN."
        return number, [Problem("tcn", message, "duplicate_tcn")]
    return number, []


def _made(entry: ShipmentEntry, lines: list[CheckedLine]) -> tuple[str, list[Problem]]:
    order = next((line.order for line in lines if line.order), None)
    if order is None:
        return "", [Problem("tcn", "Enter a TCN, or an order to make it from.", "required")]
    if not order.document_number:
        message = (
            f"{order.reference} has no document number to make a TCN from. "
            "Enter the 17 characters of the TCN."
        )
        return "", [Problem("tcn", message, "required")]
    base = document_number.DocumentNumber(order.document_number)
    logged = Shipment.objects.filter(tcn__startswith=f"{base}{tcn.NONE}")
    partials = [number[15] for number in logged.values_list("tcn", flat=True)]
    if not partials and _is_whole(order, entry, lines):
        return tcn.from_document_number(base).value, []
    try:
        partial = tcn.next_partial(partials)
    except tcn.NoPartialLeft as error:
        return "", [Problem("tcn", str(error), "no_partial_left")]
    return tcn.from_document_number(base, partial=partial).value, []


def _is_whole(order: Order, entry: ShipmentEntry, lines: list[CheckedLine]) -> bool:
    """The whole order moves together: the code for that is X, and no partial shipment follows.

    Source: docs/sources.md, "TCN".
    """
    aboard = sum(
        typed.quantity or 0
        for line, typed in zip(lines, entry.lines, strict=True)
        if line.order and line.order.pk == order.pk
    )
    return order.quantity is not None and aboard >= order.quantity
