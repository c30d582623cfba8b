"""The record by which an order was placed, as somebody entered it."""

from __future__ import annotations

from django.conf import settings

from shipments.domain import milstrip
from shipments.domain.milstrip import InvalidRecord, Kind
from shipments.services.refusal import Problem

FIELD = "requisition"


def check(text: str, *, document_number: str) -> tuple[str, str, list[Problem]]:
    """Give the record without the blanks at its end, its document number, and what is wrong.

    :param document_number: what the order is entered under; empty to take the record's.
    """
    line = text.rstrip()
    if not line:
        return "", document_number, []
    try:
        record = milstrip.decode(line)
    except InvalidRecord as error:
        return "", document_number, [Problem(FIELD, str(error), "invalid_requisition")]
    if record.kind is not Kind.REQUISITION:
        message = f"{record.identifier} is no requisition. Enter the record that began the order."
        return "", document_number, [Problem(FIELD, message, "not_a_requisition")]
    if record.is_exercise != settings.EXERCISE:
        message = (
            "A record of an exercise begins with U, and belongs in an exercise alone. "
            f"This one begins with {record.identifier[0]}."
        )
        return "", document_number, [Problem(FIELD, message, "of_an_exercise")]
    number = str(record["document_number"])
    if document_number and document_number != number:
        message = f"It is the requisition of {number}. Check both numbers."
        return "", document_number, [Problem(FIELD, message, "of_another_order")]
    return line, number, []
