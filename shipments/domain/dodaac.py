"""Activity address codes: the unit, depot or customer that orders, ships or receives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shipments.domain.typed_code import found, tidy

LENGTH = 6
_FORM = re.compile(r"[A-Z0-9]{6}")


class InvalidDodaac(ValueError):
    """The text cannot be an activity address code."""


@dataclass(frozen=True, order=True, slots=True)
class Dodaac:
    """Six characters; the first one or two tell the service or agency.

    Civil agencies' codes have the same form. Which codes exist changes, so only the form is
    checked.

    Source: docs/sources.md, "Activities".
    """

    value: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.value):
            raise InvalidDodaac(
                f"Activity address: found {found(self.value)}; it needs {LENGTH} letters and "
                "digits, like W00AA1."
            )

    def __str__(self) -> str:
        return self.value


def parse(text: str) -> Dodaac:
    """Read an activity address as typed: spaces, dashes and lower case are forgiven.

    :raises InvalidDodaac: not six letters and digits.
    """
    return Dodaac(tidy(text))
