"""Transportation control numbers: one shipment unit's name from shipper to receiver."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shipments.domain.document_number import DocumentNumber
from shipments.domain.typed_code import found, tidy

LENGTH = 17
# Stands in positions 15, 16 and 17 for "no suffix", "moved whole" and "not split".
NONE = "X"
# Which partial (position 16) or split (position 17) a letter says it is. I and O are not used.
PARTIAL_CODES: Mapping[str, int] = MappingProxyType(
    {code: number for number, code in enumerate("ABCDEFGHJKLMNPQRSTUVWYZ", start=1)}
)
# Letters only: port systems have rejected a numeric suffix in position 15.
SUFFIX_CODES = frozenset("ABCDEFGHJKLMQTUVWX")
_FORM = re.compile(r"[A-Z0-9]{17}")


class InvalidTcn(ValueError):
    """The text, or one of the codes to build it from, cannot be in a TCN."""


class NoPartialLeft(ValueError):
    """All partial codes of one document number are taken."""


@dataclass(frozen=True, order=True, slots=True)
class Tcn:
    """Seventeen characters, unique, and not to be parsed for what they mean.

    The regulation says so, and it is right: shippers fill the positions in more than one
    way. So a TCN has no parts here. It can be built, checked and compared; the order it
    belongs to is a link somebody recorded, never a substring.

    Source: docs/sources.md, "TCN".
    """

    value: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.value):
            raise InvalidTcn(
                f"TCN: found {found(self.value)}, {len(self.value)} characters; "
                f"it needs {LENGTH} letters and digits, like BISA4361060001XXX."
            )

    def __str__(self) -> str:
        return self.value


def parse(text: str) -> Tcn:
    """Read a TCN as typed or scanned: spaces, dashes and lower case are forgiven.

    :raises InvalidTcn: wrong length or wrong characters.
    """
    return Tcn(tidy(text))


def from_document_number(
    document_number: DocumentNumber, *, suffix: str = NONE, partial: str = NONE, split: str = NONE
) -> Tcn:
    """Name a shipment of one order.

    Stricter than ``parse``: what we issue follows the codes, what others sent is kept.

    :param suffix: the order's suffix code, where its quantity was split by the supply system.
    :param partial: see ``next_partial``.
    :param split: given by whoever splits a shipment on the way, never by the shipper.
    :raises InvalidTcn: a code that does not belong in its position.
    """
    if suffix not in SUFFIX_CODES:
        raise InvalidTcn(
            f"TCN suffix: found {found(suffix)}; it needs one of the letters "
            f"{''.join(sorted(SUFFIX_CODES))}, X when the order has no suffix. "
            "Numeric suffixes are rejected at ports."
        )
    for name, code in (("partial", partial), ("split", split)):
        if code != NONE and code not in PARTIAL_CODES:
            raise InvalidTcn(
                f"TCN {name} code: found {found(code)}; it needs one of the letters "
                f"{''.join(PARTIAL_CODES)}, or X when there is none."
            )
    return Tcn(f"{document_number}{suffix}{partial}{split}")


def next_partial(taken: Collection[str]) -> str:
    """The code for the next partial shipment, given those already used.

    Counts on from the highest, because a gap may be a shipment nobody has logged here yet.
    Only when Z is used are gaps filled.

    :param taken: codes of the same document number and suffix; X and unknown codes are ignored.
    :raises NoPartialLeft: all 23 are used.
    """
    used = {code.upper() for code in taken}
    highest = max((PARTIAL_CODES[code] for code in used if code in PARTIAL_CODES), default=0)
    later = [code for code, number in PARTIAL_CODES.items() if number > highest]
    free = later or [code for code in PARTIAL_CODES if code not in used]
    if not free:
        raise NoPartialLeft(
            "Partial shipments: all 23 codes, A to Z without I, O and X, are used; "
            "ship the rest under another document number or suffix."
        )
    return free[0]
