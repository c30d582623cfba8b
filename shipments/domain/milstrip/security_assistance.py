"""What a security assistance record says in its document number and supplementary address.

Source: docs/sources.md, "Supplementary address".
"""

from __future__ import annotations

from dataclasses import dataclass

from shipments.domain.document_number import DocumentNumber
from shipments.domain.fms_case import CaseId, InvalidCaseId
from shipments.domain.milstrip.record import Record

# Types of assistance that are grants. The address of a grant is laid out in another way.
GRANTS = frozenset("1ACDHKLP")


@dataclass(frozen=True, slots=True)
class SecurityAssistance:
    """Codes as the record has them. None where blank, or where the record is of a grant.

    :ivar case: rebuilt from customer, agency and designator; None where they are no case.
    """

    agency: str
    customer: str
    mark_for: str
    delivery_term: str
    type_of_assistance: str
    in_country_service: str | None = None
    offer_release: str | None = None
    freight_forwarder: str | None = None
    case_designator: str | None = None
    case: str | None = None


def security_assistance(record: Record) -> SecurityAssistance | None:
    """None unless the document number is certainly one of security assistance."""
    number = record.fields.get("document_number")
    if number is None:
        return None
    document = DocumentNumber(str(number))
    if not document.is_security_assistance:
        return None
    ordered = {
        "agency": document.value[0],
        "customer": document.value[1:3],
        "mark_for": document.value[3],
        "delivery_term": document.value[4],
        "type_of_assistance": document.value[5],
    }
    address = record.fields.get("supplementary_address")
    if address is None or document.type_of_assistance in GRANTS:
        return SecurityAssistance(**ordered)
    columns = str(address).ljust(6)
    designator = columns[3:].strip() or None
    return SecurityAssistance(
        **ordered,
        in_country_service=columns[0].strip() or None,
        offer_release=columns[1].strip() or None,
        freight_forwarder=columns[2].strip() or None,
        case_designator=designator,
        case=_case(ordered["customer"], ordered["agency"], designator),
    )


def _case(customer: str, agency: str, designator: str | None) -> str | None:
    try:
        return CaseId(customer, agency, designator or "").value
    except InvalidCaseId:
        return None
