"""The 2D code of our own shipping label: what is in a shipment, as one line of text.

``QL1|T:tcn|P:package/packages|W:gross kg|L:order;quantity;unit;lot;first serial;last serial|…``
and at the end ``|Z:`` with a check over all that stands before. ``QL1`` is the version. Fields
that are not known are left out. Inside a value ``\\``, ``|`` and ``;`` have a ``\\`` before them.

Source: docs/sources.md, "Shipping label".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from decimal import Decimal
from zlib import crc32

from shipments.domain.scan.scanned_text import InvalidScan
from shipments.domain.tcn import InvalidTcn, Tcn
from shipments.domain.typed_code import found

VERSION = "QL1"
LARGEST = 10**12
_ANY_VERSION = re.compile(r"QL[0-9]+\|", re.IGNORECASE)
_CHECK = re.compile(r"(.*)\|Z:([0-9A-F]{8})", re.DOTALL)
_COUNT = re.compile(r"[0-9]{1,13}")
_WEIGHT = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,6})?")
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\|;"})


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A quantity of one order.

    :param order: the document number, or how else the order is called. Empty text elsewhere
        means not known.
    """

    order: str
    quantity: int
    unit: str = ""
    lot: str = ""
    serial_from: str = ""
    serial_to: str = ""

    def __post_init__(self) -> None:
        if not self.order:
            raise InvalidScan("Label: a line names no order.")
        if not 0 < self.quantity <= LARGEST:
            raise InvalidScan(f"Label: found the quantity {self.quantity}; it needs 1 or more.")
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str) and any(map(_is_control, value)):
                raise InvalidScan(f"Label: {field.name} holds a character that cannot be printed.")


@dataclass(frozen=True, slots=True)
class Label:
    """What the label of a shipment, or of one of its packages, says.

    :param package: which package it is on; None for the label of the whole shipment.
    :param packages: how many there are; None where that is not said.
    :param gross_kg: of what the label is on.
    """

    tcn: Tcn
    lines: tuple[LabelLine, ...] = ()
    package: int | None = None
    packages: int | None = None
    gross_kg: Decimal | None = None

    def __post_init__(self) -> None:
        for number in (self.package, self.packages):
            if number is not None and not 0 < number <= LARGEST:
                raise InvalidScan(f"Label: found package {number}; packages are counted from 1.")
        if self.package and self.packages and self.package > self.packages:
            raise InvalidScan(f"Label: found package {self.package} of {self.packages}.")
        if self.gross_kg is not None and not _WEIGHT.fullmatch(_plain(self.gross_kg)):
            raise InvalidScan(
                f"Label: found the gross weight {self.gross_kg}; it needs kilograms, "
                "with 6 decimals at most."
            )


def label_text(label: Label) -> str:
    """What the 2D code carries; ``read_label`` reads it back."""
    parts = [VERSION, f"T:{label.tcn}"]
    if label.package is not None or label.packages is not None:
        parts.append(f"P:{label.package or ''}/{label.packages or ''}")
    if label.gross_kg is not None:
        parts.append(f"W:{_plain(label.gross_kg)}")
    for line in label.lines:
        values = [str(getattr(line, field.name)).translate(_ESCAPED) for field in fields(line)]
        # Empty values at the end carry nothing, and a 2D code is small.
        while values[-1] == "":
            values.pop()
        parts.append(f"L:{';'.join(values)}")
    text = "|".join(parts)
    return f"{text}|Z:{_check(text)}"


def is_label(text: str) -> bool:
    """Whether a text is meant as one of our labels, of whatever version."""
    return _ANY_VERSION.match(text) is not None


def read_label(text: str) -> Label:
    """Read what ``label_text`` wrote.

    :raises InvalidScan: another version, incomplete, or altered on the way.
    """
    if not text.startswith(f"{VERSION}|"):
        raise InvalidScan(
            f"Label: found version {found(text.split('|', 1)[0])}; this program reads {VERSION}. "
            "Type the TCN instead."
        )
    checked = _CHECK.fullmatch(text)
    if checked is None or checked[2] != _check(checked[1]):
        raise InvalidScan(
            "Label: the text is incomplete or was altered on the way. Scan it again, or type the "
            "TCN. A scanner that types with the wrong keyboard layout does this too."
        )
    tcn: Tcn | None = None
    package = packages = gross_kg = None
    lines: list[LabelLine] = []
    for part in _split(checked[1], "|")[1:]:
        name, _, value = part.partition(":")
        match name:
            case "T":
                tcn = _tcn(value)
            case "P":
                package, packages = _package(value)
            case "W":
                gross_kg = _weight(value)
            case "L":
                lines.append(_line(value))
            case _:
                raise InvalidScan(f"Label: found a field {found(name)}, which {VERSION} has not.")
    if tcn is None:
        raise InvalidScan("Label: it holds no TCN.")
    return Label(tcn, tuple(lines), package, packages, gross_kg)


def _check(text: str) -> str:
    # Lone surrogates can be typed into a field; they must not break the check.
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08X}"


def _split(text: str, separator: str) -> list[str]:
    """Cut at separators that have no backslash before them; the backslashes stay."""
    parts, current, escaped = [], "", False
    for character in text:
        if character == separator and not escaped:
            parts.append(current)
            current = ""
            continue
        escaped = character == "\\" and not escaped
        current += character
    return [*parts, current]


def _plain_value(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _line(text: str) -> LabelLine:
    order, *rest = map(_plain_value, _split(text, ";"))
    if not 1 <= len(rest) < len(fields(LabelLine)):
        raise InvalidScan(f"Label: found a line of {len(rest) + 1} values; it has 2 to 6.")
    return LabelLine(order, _count(rest[0]), *rest[1:])


def _tcn(text: str) -> Tcn:
    try:
        return Tcn(text)
    except InvalidTcn as error:
        raise InvalidScan(f"Label: {error}") from error


def _package(text: str) -> tuple[int | None, int | None]:
    number, slash, of = text.partition("/")
    if not slash:
        raise InvalidScan(f"Label: found the package {found(text)}; it needs a form like 3/60.")
    return (_count(number) if number else None, _count(of) if of else None)


def _count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise InvalidScan(f"Label: found {found(text)} where a whole number belongs.")
    return int(text)


def _weight(text: str) -> Decimal:
    if not _WEIGHT.fullmatch(text):
        raise InvalidScan(f"Label: found the gross weight {found(text)}; it needs kilograms.")
    return Decimal(text)


def _plain(weight: Decimal) -> str:
    return format(weight, "f") if weight.is_finite() else str(weight)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"}
