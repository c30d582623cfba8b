"""Transportation control numbers: one shipment unit's name from shipper to receiver."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from shipments.domain import dodaac as dodaac_code
from shipments.domain import ordinal_date
from shipments.domain.document_number import DocumentNumber
from shipments.domain.dodaac import InvalidDodaac
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
# A shipment without a requisition is numbered 001 to 999 a day, behind a letter.
LAST_SERIAL = 999
_FORM = re.compile(r"[A-Z0-9]{17}")
_SERIAL = re.compile(r"[A-Z](?!000)[0-9]{3}")


class InvalidTcn(ValueError):
    """The text, or one of the codes to build it from, cannot be in a TCN."""


class NoPartialLeft(ValueError):
    """All partial codes of one document number are taken."""


class NoSplitLeft(ValueError):
    """All split codes of one shipment are taken."""


class NoSerialLeft(ValueError):
    """All serials of one shipper on one day are taken."""


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
    _check_codes(partial=partial, split=split)
    return Tcn(f"{document_number}{suffix}{partial}{split}")


def from_shipper(
    dodaac: str, day: date, serial: str, *, point: str = NONE, partial: str = NONE
) -> Tcn:
    """Name a shipment that no requisition stands behind.

    :param dodaac: the shipper's address code, six characters.
    :param day: of which only the last digit of the year and the day of the year are kept.
    :param serial: a letter, X by default, and 001 to 999; see ``next_serial``.
    :param point: tells the shipping points of one shipper apart.
    :raises InvalidTcn: a part that does not belong in its position.
    """
    try:
        address = dodaac_code.parse(dodaac)
    except InvalidDodaac as error:
        raise InvalidTcn(f"Shipper: {error}") from error
    if not _SERIAL.fullmatch(serial):
        raise InvalidTcn(
            f"TCN serial: found {found(serial)}; it needs a letter and a number from 001 to "
            f"{LAST_SERIAL}, like X001."
        )
    _check_codes(shipping_point=point, partial=partial)
    return Tcn(f"{address}{ordinal_date.to_yddd(day)}{serial}{point}{partial}{NONE}")


def split_of(whole: Tcn, code: str) -> Tcn:
    """Name a part of a shipment that is divided on the way.

    :raises InvalidTcn: no split code, or the shipment is itself a part already.
    """
    _check_codes(split=code)
    if code == NONE or not whole.value.endswith(NONE):
        raise InvalidTcn(
            f"TCN split: found {whole} and the code {found(code)}; it needs a shipment whose last "
            "position is X and a letter other than X for the part."
        )
    return Tcn(f"{whole.value[:-1]}{code}")


def partials_taken(
    tcns: Iterable[Tcn | str], document_number: DocumentNumber, *, suffix: str = NONE
) -> frozenset[str]:
    """The partial codes used so far, X for moved whole included: what ``next_partial`` asks for.

    Compares with the codes we issue, position by position. A TCN that a shipper filled in
    another way does not begin with this document number and suffix, and counts for nothing.
    """
    return _codes_behind(f"{document_number}{suffix}", tcns)


def splits_taken(tcns: Iterable[Tcn | str], whole: Tcn) -> frozenset[str]:
    """The split codes of one shipment used so far: what ``next_split`` asks for."""
    return _codes_behind(whole.value[:-1], tcns)


def serials_taken(tcns: Iterable[Tcn | str], dodaac: str, day: date) -> frozenset[str]:
    """The serials of one shipper and day used so far: what ``next_serial`` asks for.

    A TCN does not say its decade, so one of ten years ago counts too.
    """
    before = f"{tidy(dodaac)}{ordinal_date.to_yddd(day)}"
    texts = (str(tcn) for tcn in tcns)
    serials = (text[len(before) :][:4] for text in texts if _continues(text, before))
    return frozenset(serial for serial in serials if _SERIAL.fullmatch(serial))


def next_partial(taken: Collection[str]) -> str:
    """The code for the next partial shipment, given those already used.

    Counts on from the highest, because a gap may be a shipment nobody has logged here yet.
    Only when Z is used are gaps filled.

    :param taken: codes of the same document number and suffix; X and unknown codes are ignored.
    :raises NoPartialLeft: all 23 are used.
    """
    code = _next(taken)
    if code is None:
        raise NoPartialLeft(
            "Partial shipments: all 23 codes, A to Z without I, O and X, are used; "
            "ship the rest under another document number or suffix."
        )
    return code


def next_split(taken: Collection[str]) -> str:
    """The code for the next part of a shipment that is divided on the way, counted likewise.

    :param taken: codes of the same shipment; X and unknown codes are ignored.
    :raises NoSplitLeft: all 23 are used.
    """
    code = _next(taken)
    if code is None:
        raise NoSplitLeft(
            "Splits: all 23 codes, A to Z without I, O and X, are used; "
            "a shipment cannot be divided further."
        )
    return code


def next_serial(taken: Collection[str], *, letter: str = NONE) -> str:
    """The serial for the shipper's next shipment of the day, counted likewise.

    :param taken: serials of the same shipper and day; those of other letters are ignored.
    :raises NoSerialLeft: all 999 of the letter are used.
    """
    form = re.compile(rf"{re.escape(letter)}([0-9]{{3}})")
    used = {int(match[1]) for serial in taken if (match := form.fullmatch(serial))}
    later = range(max(used, default=0) + 1, LAST_SERIAL + 1)
    free = next((number for number in (*later, *range(1, LAST_SERIAL)) if number not in used), None)
    if free is None:
        raise NoSerialLeft(
            f"TCN serials: all {LAST_SERIAL} of this day behind {letter} are used; "
            "take another letter."
        )
    return f"{letter}{free:03d}"


def _next(taken: Collection[str]) -> str | None:
    used = {code.upper() for code in taken}
    highest = max((PARTIAL_CODES[code] for code in used if code in PARTIAL_CODES), default=0)
    later = (code for code, number in PARTIAL_CODES.items() if number > highest)
    free = (code for code in PARTIAL_CODES if code not in used)
    return next(later, None) or next(free, None)


def _check_codes(**codes: str) -> None:
    for name, code in codes.items():
        if code != NONE and code not in PARTIAL_CODES:
            raise InvalidTcn(
                f"TCN {name.replace('_', ' ')} code: found {found(code)}; it needs one of the "
                f"letters {''.join(PARTIAL_CODES)}, or X when there is none."
            )


def _codes_behind(before: str, tcns: Iterable[Tcn | str]) -> frozenset[str]:
    texts = (str(tcn) for tcn in tcns)
    return frozenset(text[len(before)] for text in texts if _continues(text, before))


def _continues(text: str, before: str) -> bool:
    return len(text) == LENGTH and text.startswith(before)
