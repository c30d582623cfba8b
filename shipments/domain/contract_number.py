"""Procurement instrument identifiers: the numbers of US defence contracts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shipments.domain.typed_code import found, tidy

LENGTH = 13
_FORM = re.compile(r"[A-Z0-9]{6}[0-9]{2}[A-Z][A-Z0-9]{4}")


class InvalidContractNumber(ValueError):
    """The text cannot be the number of a defence contract."""


@dataclass(frozen=True, order=True, slots=True)
class ContractNumber:
    """Office (6), fiscal year (2), type of instrument (1 letter), serial (4).

    Federal rules allow serials of up to eight characters; defence contracts use four.
    The official form has no hyphens; people read and print it with them.

    Source: docs/sources.md, "Contract number".
    """

    value: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.value):
            raise InvalidContractNumber(
                f"Contract number: found {found(self.value)}, {len(self.value)} characters; "
                f"it needs {LENGTH}: office (6 letters or digits), fiscal year (2 digits), type "
                "(1 letter), serial (4 letters or digits), like FA8634-26-C-B001."
            )

    def __str__(self) -> str:
        return self.hyphenated

    @property
    def hyphenated(self) -> str:
        return f"{self.value[:6]}-{self.value[6:8]}-{self.value[8]}-{self.value[9:]}"


def parse(text: str) -> ContractNumber:
    """Read a contract number with or without its hyphens.

    :raises InvalidContractNumber: wrong length, or a part that does not fit its place.
    """
    return ContractNumber(tidy(text))
