"""What a cell says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from shipments.domain.csv_safety import safe_cell
from shipments.domain.sheets import codes, damage, days, numbers
from shipments.domain.sheets.field import Field, FieldType
from shipments.domain.sheets.headings import key
from shipments.domain.sheets.wrong_cell import WrongCell

# What a spreadsheet keeps in a cell. A CSV file has text alone.
Native = str | int | float | bool | date | datetime | time | timedelta
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}


@dataclass(frozen=True, slots=True)
class Written:
    """How a file is written, as far as somebody said.

    :ivar date_order: one of ``days.ORDERS``, empty where nobody said.
    :ivar decimal_mark: a point or a comma, empty where nobody said.
    :ivar received: when the file came.
    """

    received: datetime
    date_order: str = ""
    decimal_mark: str = ""


def reader(field: Field, written: Written) -> Callable[[str], Any]:
    """What reads the text of a column's cells; None of a blank one.

    It raises ``WrongCell``.
    """
    of_text = _of_text(field, written)

    def read(text: str) -> Any:
        plain = bare(text)
        if not plain:
            return None
        if len(plain) > field.longest:
            _refuse_long(plain, field)
        return of_text(plain)

    return read


def native_reader(field: Field, written: Written) -> Callable[[Native], Any]:
    """The same of cells that a spreadsheet keeps as more than text."""
    read = reader(field, written)

    def read_native(value: Native) -> Any:
        if isinstance(value, str):
            return read(value)
        if isinstance(value, bool):
            return read("yes" if value else "no")
        if isinstance(value, date):
            return _of_date(value, field, written)
        if isinstance(value, time | timedelta):
            raise damage.day()
        if field.type in {FieldType.DATE, FieldType.MOMENT}:
            raise days.serial()
        text = damage.written(value)
        if field.type is FieldType.WHOLE:
            return numbers.whole_of(Decimal(text))
        if field.type is FieldType.DECIMAL:
            return numbers.decimal_of(Decimal(text))
        return read(text)

    return read_native


def bare(text: str) -> str:
    """A cell without what only protects or surrounds it.

    An apostrophe that our own files put before what could be a formula, and ="..." by which
    some make a spreadsheet keep a code as it is, are no part of what it says.
    """
    plain = text.strip()
    if plain[:1] == "'" and safe_cell(plain[1:]) == plain:
        return plain[1:]
    if plain[:1] == "=" and (kept := _KEPT_AS_TEXT.fullmatch(plain)):
        return kept[1].strip()
    return plain


def _of_text(field: Field, written: Written) -> Callable[[str], Any]:  # noqa: PLR0911 (a type each)
    order, mark = written.date_order, written.decimal_mark
    if field.type in codes.TYPES:
        return lambda text: codes.code(field.type, text)
    match field.type:
        case FieldType.WHOLE:
            return lambda text: numbers.whole(text, mark=mark)
        case FieldType.DECIMAL:
            return lambda text: numbers.decimal(text, mark=mark)
        case FieldType.DATE:
            about = written.received.year
            return lambda text: days.day(text, order=order, about=about)
        case FieldType.MOMENT:
            return lambda text: days.moment(text, order=order, received=written.received)
        case FieldType.CHOICE:
            return _choice(field)
        case FieldType.YES_NO:
            return _yes_no
    return _text


def _of_date(value: date, field: Field, written: Written) -> date:
    """:raises WrongCell: a date is not what the column holds."""
    if field.type is FieldType.MOMENT:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return days.said_by_then(moment.replace(tzinfo=UTC), received=written.received)
    if field.type is not FieldType.DATE:
        raise damage.day()
    if isinstance(value, datetime):
        if value.time() != time():
            raise WrongCell("not_a_day", "This is a moment. Enter the day alone.")
        value = value.date()
    return days.in_reach(value, about=written.received.year)


def _text(text: str) -> str:
    if damaged := damage.of_number(text):
        raise damaged
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return " ".join(_visible(text).split())


def _visible(text: str) -> str:
    """Without marks that nobody can see, which would make two names of one."""
    plain = unicodedata.normalize("NFC", text)
    shown = "".join(each for each in plain if unicodedata.category(each) != "Cf")
    for each in shown:
        if unicodedata.category(each) in {"Cc", "Cs", "Co", "Cn"} and not each.isspace():
            raise WrongCell(
                "control_character",
                f"A character that is no text (U+{ord(each):04X}) is in it. Enter it again.",
            )
    return shown


def _choice(field: Field) -> Callable[[str], str]:
    meant = {key(value): value for value in field.choices}
    meant |= {key(word): value for value, words in field.choices.items() for word in words}
    known = ", ".join(value.replace("_", " ") for value in field.choices)

    def read(text: str) -> str:
        value = meant.get(key(text))
        if value is None:
            raise WrongCell("unknown_choice", f"This is not known here. Enter one of: {known}.")
        return value

    return read


def _yes_no(text: str) -> bool:
    plain = text.lower()
    if plain not in _YES | _NO:
        raise WrongCell("not_yes_or_no", "Enter yes or no, or leave it empty.")
    return plain in _YES


def _refuse_long(text: str, field: Field) -> None:
    """Codes say themselves what is wrong with their length."""
    if field.type is FieldType.TEXT or field.type is FieldType.ORDER or len(text) > 100:
        raise WrongCell(
            "too_long", f"This has {len(text):,} characters. Keep it to {field.longest:,}."
        )
