"""CAGE codes: which site of which company."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shipments.domain.typed_code import found, tidy

LENGTH = 5
_FORM = re.compile(r"[A-Z0-9]{5}")


class InvalidCage(ValueError):
    """The text cannot be a CAGE code."""


@dataclass(frozen=True, order=True, slots=True)
class Cage:
    """Five characters with no meaning inside. One company has one for each of its sites.

    Which places hold letters differs by country, so only length and characters are checked.

    Source: docs/sources.md, "CAGE code".
    """

    value: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.value):
            raise InvalidCage(
                f"CAGE code: found {found(self.value)}, {len(self.value)} characters; "
                f"it needs {LENGTH} letters and digits, like 1ABC2."
            )

    def __str__(self) -> str:
        return self.value


def parse(text: str) -> Cage:
    """Read a CAGE code as typed: spaces, dashes and lower case are forgiven.

    :raises InvalidCage: not five letters and digits.
    """
    return Cage(tidy(text))
