"""What may stand in a field, and what it says. Each form reads and writes.

A form is asked only about a field that is not blank. ``read`` and ``write`` are inverse for
every text that ``read`` accepts, or a record would not come back as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from shipments.domain.document_number import DocumentNumber, InvalidDocumentNumber
from shipments.domain.milstrip.record import Value
from shipments.domain.routing_identifier import InvalidRic, Ric
from shipments.domain.typed_code import found


class BadValue(ValueError):
    """The text or value has not the form; the message says what would be right."""


class Form(Protocol):
    def read(self, text: str) -> Value:
        """:param text: all of the field's columns. :raises BadValue: not of this form."""

    def write(self, value: Value, width: int) -> str:
        """:raises BadValue: it cannot be written so."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Kept as it stands, blanks in front and between included; those behind carry nothing."""

    def read(self, text: str) -> Value:
        return text.rstrip(" ")

    def write(self, value: Value, width: int) -> str:
        text = str(value)
        if text != text.rstrip(" ") or len(text) > width:
            raise BadValue(f"found {found(text)}; it needs at most {width} characters.")
        return text.ljust(width)


@dataclass(frozen=True, slots=True)
class Coded:
    """A code that fills the field: kept as it stands, whether or not we know what it means.

    :ivar pattern: for the whole field.
    :ivar needs: what would be right, in words.
    """

    pattern: re.Pattern[str]
    needs: str

    def read(self, text: str) -> Value:
        if not self.pattern.fullmatch(text):
            raise BadValue(f"found {found(text)}; it needs {self.needs}.")
        return text.rstrip(" ")

    def write(self, value: Value, width: int) -> str:
        text = str(value).ljust(width)
        if self.read(text) != str(value):
            raise BadValue(f"found {found(text)}; it needs no blanks at its end.")
        return text


@dataclass(frozen=True, slots=True)
class OfDocument:
    """A document number."""

    def read(self, text: str) -> Value:
        try:
            return DocumentNumber(text).value
        except InvalidDocumentNumber as error:
            raise BadValue(str(error)) from error

    def write(self, value: Value, width: int) -> str:
        return str(self.read(str(value)))


@dataclass(frozen=True, slots=True)
class OfActivity:
    """A routing identifier."""

    def read(self, text: str) -> Value:
        try:
            return Ric(text).value
        except InvalidRic as error:
            raise BadValue(str(error)) from error

    def write(self, value: Value, width: int) -> str:
        return str(self.read(str(value)))


def coded(pattern: str, needs: str) -> Coded:
    return Coded(re.compile(pattern), needs)


VERBATIM = Verbatim()
DOCUMENT_NUMBER = OfDocument()
IDENTIFIER = coded(r"[A-Z0-9]{3}", "3 letters and digits")
ROUTING = OfActivity()
ONE = coded(r"[A-Z0-9]", "1 letter or digit")
# What the code means is kept by whoever reads it. No record has small letters in a field.
CODE = coded(r"[ -`{-~]+", "capital letters, digits and signs")
STOCK_NUMBER = coded(
    r"[A-Z0-9][ -`{-~]{14}",
    "a stock or part number in capitals that begins in the first column",
)
UNIT = coded(r"[A-Z]{2}", "2 letters, like EA")
PRIORITY = coded(r"0[1-9]|1[0-5]", "a priority designator from 01 to 15")
# The special codes 444 and 555 and the letters S and X have no meaning here; they are kept.
REQUIRED_DATE = coded(
    r"00[1-9]|0[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6]|444|555|777|999|[ENSX][0-9A-Z ]{2}",
    "a day from 001 to 366, a special code like 999, or E, N, S or X and two more",
)
_DAY = "00[1-9]|0[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-5]"
DAY = coded(rf"{_DAY}|366", "a day of the year from 001 to 366")
ORDINAL_DATE = coded(
    rf"[0-9]({_DAY})|[02468]366",
    "a date of 4 digits, the last digit of the year and the day of the year, like 6106",
)
ADVICE = coded(r"[A-Z0-9]{2}", "2 letters and digits")
