"""The document number of a requisition: one order's name for its whole life."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from shipments.domain import ordinal_date
from shipments.domain.typed_code import found, tidy

LENGTH = 14
# First positions kept for security assistance. Other implementing agencies exist, but their
# letters also begin the addresses of US activities, so they prove nothing.
SECURITY_ASSISTANCE_AGENCIES = {"B": "Army", "D": "Air Force", "P": "Navy"}
_FORM = re.compile(r"[A-Z0-9]{14}")


class InvalidDocumentNumber(ValueError):
    """The text cannot be a document number."""


@dataclass(frozen=True, order=True, slots=True)
class DocumentNumber:
    """Fourteen characters: who ordered (1-6), on which day (7-10), which order (11-14).

    The letters I and O are avoided in serials by custom, not by rule, so they are accepted.

    Source: docs/sources.md, "Document number".
    """

    value: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.value):
            raise InvalidDocumentNumber(
                f"Document number: found {found(self.value)}, {len(self.value)} characters; "
                f"it needs {LENGTH} letters and digits, like BISA4361060001."
            )
        try:
            ordinal_date.check_yddd(self.ordinal)
        except ordinal_date.InvalidOrdinalDate as error:
            raise InvalidDocumentNumber(
                f"Document number: found {found(self.value)}; positions 7 to 10 must be the day "
                f"of the order. {error}"
            ) from error

    def __str__(self) -> str:
        return self.value

    @property
    def activity(self) -> str:
        """Positions 1-6: a US activity's address, or the security assistance codes."""
        return self.value[:6]

    @property
    def agency(self) -> str:
        """Position 1. On a security assistance order, the US agency that receives it."""
        return self.value[0]

    @property
    def is_security_assistance(self) -> bool:
        """True is certain; False only says that position 1 does not tell."""
        return self.agency in SECURITY_ASSISTANCE_AGENCIES

    @property
    def customer(self) -> str | None:
        """The customer's code ("IS" is Israel), None unless security assistance is certain."""
        return self._if_security_assistance(slice(1, 3))

    @property
    def mark_for(self) -> str | None:
        """The customer within the country, None unless security assistance is certain."""
        return self._if_security_assistance(slice(3, 4))

    @property
    def delivery_term(self) -> str | None:
        """How far the US government carries, None unless security assistance is certain."""
        return self._if_security_assistance(slice(4, 5))

    @property
    def type_of_assistance(self) -> str | None:
        """How it is financed, None unless security assistance is certain."""
        return self._if_security_assistance(slice(5, 6))

    @property
    def ordinal(self) -> str:
        """Positions 7-10, YDDD. The decade is not in the number: see ``ordered_on``."""
        return self.value[6:10]

    @property
    def serial(self) -> str:
        """Positions 11-14, not repeated by one activity on one day."""
        return self.value[10:]

    def ordered_on(self, reference: date) -> date:
        """The day the order was sent, the latest that fits and is not after ``reference``.

        An old order read today may come out ten years too young: pass a date from the
        order's own time, such as the day its file was received, when there is one.
        """
        return ordinal_date.from_yddd(self.ordinal, reference=reference)

    def _if_security_assistance(self, positions: slice) -> str | None:
        return self.value[positions] if self.is_security_assistance else None


def parse(text: str) -> DocumentNumber:
    """Read a document number as typed: spaces, dashes and lower case are forgiven.

    :raises InvalidDocumentNumber: wrong length, wrong characters, or no such day.
    """
    return DocumentNumber(tidy(text))
