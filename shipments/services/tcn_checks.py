"""The TCN of a shipment: as typed and checked, or made by rule."""

from __future__ import annotations

from datetime import date

from shipments.domain import document_number, tcn
from shipments.domain.typed_code import tidy
from shipments.models import Order, Shipment
from shipments.services.refusal import Problem
from shipments.services.shipment_entry import CheckedLine, ShipmentEntry

ADDRESS_LENGTH = 6
FIRST_SERIAL = "X001"


def check(
    entry: ShipmentEntry, lines: list[CheckedLine], *, today: date
) -> tuple[str, list[Problem]]:
    """The number, and what is wrong with it. One query."""
    if is_made(entry):
        return _made(entry, lines, today=today)
    try:
        number = tcn.parse(entry.tcn).value
    except tcn.InvalidTcn as error:
        return entry.tcn, [Problem("tcn", str(error), "invalid_tcn")]
    if Shipment.objects.filter(tcn=number).exists():
        message = f"Shipment {number} is already logged. Open it, or give this one its own TCN."
        return number, [Problem("tcn", message, "duplicate_tcn")]
    return number, []


def is_made(entry: ShipmentEntry) -> bool:
    """Nobody typed the whole number: it is to be made by rule.

    Six characters are the shipper's address, of which it can be made without a document number.
    """
    return len(tidy(entry.tcn)) in {0, ADDRESS_LENGTH}


def _made(
    entry: ShipmentEntry, lines: list[CheckedLine], *, today: date
) -> tuple[str, list[Problem]]:
    try:
        if entry.tcn.strip():
            return _of_shipper(tidy(entry.tcn), entry.planned_departure_on or today), []
        order = next((line.order for line in lines if line.order), None)
        if order is None:
            return "", [Problem("tcn", "Enter a TCN, or an order to make it from.", "required")]
        if not order.document_number:
            message = (
                f"{order.reference} has no document number to make a TCN from. Enter the 17 "
                "characters of the TCN, or the shipper's address of 6 to make one from that."
            )
            return "", [Problem("tcn", message, "required")]
        return _of_document(order, entry, lines), []
    except (tcn.NoPartialLeft, tcn.NoSerialLeft) as error:
        return "", [Problem("tcn", str(error), "no_partial_left")]
    except tcn.InvalidTcn as error:
        return entry.tcn, [Problem("tcn", str(error), "invalid_tcn")]


def _of_shipper(address: str, day: date) -> str:
    first = tcn.from_shipper(address, day, FIRST_SERIAL).value[:10]
    logged = Shipment.objects.filter(tcn__startswith=first).values_list("tcn", flat=True)
    serial = tcn.next_serial(tcn.serials_taken(logged, address, day))
    return tcn.from_shipper(address, day, serial).value


def _of_document(order: Order, entry: ShipmentEntry, lines: list[CheckedLine]) -> str:
    number = document_number.DocumentNumber(str(order.document_number))
    logged = Shipment.objects.filter(tcn__startswith=f"{number}{tcn.NONE}")
    taken = tcn.partials_taken(logged.values_list("tcn", flat=True), number)
    if not taken and _is_whole(order, entry, lines):
        return tcn.from_document_number(number).value
    return tcn.from_document_number(number, partial=tcn.next_partial(taken)).value


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
