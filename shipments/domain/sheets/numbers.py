"""Numbers as people and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from shipments.domain.sheets import damage
from shipments.domain.sheets.wrong_cell import WrongCell

MARKS = {".": "point", ",": "comma"}
LARGEST = 10**12
_DECIMALS = 3
_SPACES = " \u00a0\u202f'\u2019"


def _form(mark: str, between: str) -> re.Pattern[str]:
    """Of a number whose decimals come after ``mark``, its thousands perhaps divided."""
    return re.compile(
        rf"([0-9]{{1,15}}|[1-9][0-9]{{0,2}}(?:([{between}])[0-9]{{3}})(?:\2[0-9]{{3}}){{0,4}})"
        rf"(?:[{mark}]([0-9]{{1,15}}))?"
    )


_FORMS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {".": _form(".", f",{_SPACES}"), ",": _form(",", f".{_SPACES}")}
)


def whole(text: str, *, mark: str = "") -> int:
    """A whole number of 1 or more. 3.0 is 3: nothing is lost.

    :param mark: the file's decimal mark; empty where nobody declared one.
    :raises WrongCell: it is none, or it can be read in two ways.
    """
    if text.isascii() and text.isdigit() and len(text) <= 12:
        number = Decimal(text)
    else:
        found = damage.of_text(text)
        number = _read(text, mark, "a whole number of 1 or more, like 140", found)
    return whole_of(number)


def whole_of(number: Decimal) -> int:
    """The same of a number that is one already.

    :raises WrongCell: it has decimals, or is out of range.
    """
    if number != number.to_integral_value():
        raise WrongCell("not_whole", "Parts of a unit cannot be. Enter a whole number, like 140.")
    if not 1 <= number <= LARGEST:
        raise WrongCell(
            "out_of_range", f"This cannot be. Enter a whole number from 1 to {LARGEST:,}."
        )
    return int(number)


def decimal(text: str, *, mark: str = "") -> Decimal:
    """A number above zero, with at most three decimal places.

    :param mark: as of ``whole``.
    :raises WrongCell: it is none, or it can be read in two ways.
    """
    return decimal_of(_read(text, mark, "a number, like 1250.5", damage.of_text(text)))


def decimal_of(number: Decimal) -> Decimal:
    """The same of a number that is one already.

    :raises WrongCell: it is finer than is kept, or out of range.
    """
    if not 0 < number <= LARGEST:
        raise WrongCell("out_of_range", f"This cannot be. Enter a number above 0, to {LARGEST:,}.")
    kept = round(number, _DECIMALS)
    if kept != number:
        raise WrongCell("too_fine", f"Enter at most {_DECIMALS} decimal places.")
    return number


def _read(text: str, mark: str, wanted: str, found: WrongCell | None) -> Decimal:
    read = {each: _under(each, text) for each in ([mark] if mark else MARKS)}
    those = {number for number in read.values() if number is not None}
    if len(those) == 1:
        return those.pop()
    if those:
        either = " or ".join(f"{read[each]:f}" for each in MARKS)
        raise WrongCell(
            "ambiguous_number",
            f"This can be {either}. Say which decimal mark the file uses, "
            "or leave the thousands undivided.",
        )
    if found:
        raise found
    if mark and _under(_other(mark), text) is not None:
        raise WrongCell(
            "other_decimal_mark",
            f"The file's decimal mark is a {MARKS[mark]}, and this is written with the other.",
        )
    raise WrongCell("not_a_number", f"This is not a number. Enter {wanted}.")


def _under(mark: str, text: str) -> Decimal | None:
    form = _FORMS[mark].fullmatch(text)
    if form is None:
        return None
    digits = "".join(each for each in form[1] if each.isdigit())
    return Decimal(f"{digits}.{form[3]}" if form[3] else digits)


def _other(mark: str) -> str:
    return next(each for each in MARKS if each != mark)
