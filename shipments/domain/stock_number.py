"""National stock numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shipments.domain.typed_code import found, tidy

LENGTH = 13
_FORM = re.compile(r"[0-9]{13}")


class InvalidNsn(ValueError):
    """The text cannot be a national stock number."""


@dataclass(frozen=True, order=True, slots=True)
class Nsn:
    """Thirteen digits: the supply class (4) and the item (9).

    ``value`` is the digits alone, because that is how transactions carry it.

    Source: docs/sources.md, "Stock number".
    """

    value: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.value):
            raise InvalidNsn(
                f"Stock number: found {found(self.value)}, {len(self.value)} characters; "
                f"it needs {LENGTH} digits, like 1320-01-234-5678."
            )

    def __str__(self) -> str:
        return self.hyphenated

    @property
    def fsc(self) -> str:
        """Federal supply class; 13xx is ammunition and explosives."""
        return self.value[:4]

    @property
    def niin(self) -> str:
        """National item identification number: names the item even if its class changes."""
        return self.value[4:]

    @property
    def hyphenated(self) -> str:
        return f"{self.value[:4]}-{self.value[4:6]}-{self.value[6:9]}-{self.value[9:]}"


def parse(text: str) -> Nsn:
    """Read a stock number with or without its hyphens.

    :raises InvalidNsn: not thirteen digits.
    """
    return Nsn(tidy(text))
