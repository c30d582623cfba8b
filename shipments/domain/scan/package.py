"""The code on one package of a shipment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shipments.domain.scan.scanned_text import InvalidScan
from shipments.domain.tcn import Tcn
from shipments.domain.typed_code import found, tidy

PREFIX = "PKG"
MOST = 9999
_FORM = re.compile(r"PKG([A-Z0-9]{17})([0-9]{4})")


@dataclass(frozen=True, order=True, slots=True)
class Package:
    """One package: which shipment it belongs to and which of its packages it is, from 1."""

    tcn: Tcn
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= MOST:
            raise InvalidScan(
                f"Package number: found {self.number}; it needs a number from 1 to {MOST}."
            )


def package_text(tcn: Tcn, number: int) -> str:
    """What the bar code of a package carries: capital letters and digits, 24 of them.

    The form is our own: PKG, the TCN, the number in four digits.

    :raises InvalidScan: a number that is no package.
    """
    package = Package(tcn, number)
    return f"{PREFIX}{package.tcn}{package.number:04d}"


def read_package(text: str) -> Package | None:
    """The package of a scanned text; None where it is none of ours.

    :raises InvalidScan: it is one of ours, but its number is 0000.
    """
    form = _FORM.fullmatch(tidy(text))
    if form is None:
        return None
    if form[2] == "0000":
        raise InvalidScan(f"Package: found {found(text)}; packages are numbered from 0001.")
    return Package(Tcn(form[1]), int(form[2]))
