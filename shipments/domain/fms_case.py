"""The identifier of a foreign military sales case."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shipments.domain.typed_code import found, tidy

_FORM = re.compile(r"([A-Z0-9]{2})([A-Z])([A-Z0-9]{3})")


class InvalidCaseId(ValueError):
    """The text cannot be a case identifier."""


@dataclass(frozen=True, order=True, slots=True)
class CaseId:
    """``IS-B-ZMI``: customer, US implementing agency, designator.

    Only the form is checked. Which customers and agencies exist changes, and people keep it.

    Source: docs/sources.md, "FMS case".
    """

    customer: str
    agency: str
    designator: str

    def __post_init__(self) -> None:
        plain = self.customer + self.agency + self.designator
        form = _FORM.fullmatch(plain)
        if form is None or form.groups() != (self.customer, self.agency, self.designator):
            raise InvalidCaseId(
                f"Case: found {found(plain)}; it needs the customer (2 characters), the agency "
                "(1 letter) and the designator (3 characters), like IS-B-ZMI."
            )

    def __str__(self) -> str:
        return self.value

    @property
    def value(self) -> str:
        return f"{self.customer}-{self.agency}-{self.designator}"


def parse(text: str) -> CaseId:
    """Read a case as typed: spaces, dashes (or none) and lower case are forgiven.

    :raises InvalidCaseId: it is not a customer, an agency and a designator.
    """
    plain = tidy(text)
    return CaseId(plain[:2], plain[2:3], plain[3:])
