"""Codes of the field in cells. What each is, the value objects of the domain decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from shipments.domain import cage, contract_number, document_number, fms_case, stock_number, tcn
from shipments.domain.modes import Mode
from shipments.domain.priorities import InvalidPriority, issue_group
from shipments.domain.sheets import damage, numbers
from shipments.domain.sheets.field import FieldType
from shipments.domain.sheets.wrong_cell import WrongCell
from shipments.domain.typed_code import found, tidy

_UNIT = re.compile(r"[A-Z]{2}")
_PLACE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,11}")
_LANE = re.compile(rf"({_PLACE.pattern})-({_PLACE.pattern})-({'|'.join(Mode)})", re.IGNORECASE)
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


def code(type_: FieldType, text: str) -> str | int:
    """Read a code.

    :raises WrongCell: it cannot be one, or a spreadsheet has changed it.
    """
    # Before it is read: 11-Jan without its dash has the form of a CAGE code.
    damaged = damage.of_text(text)
    try:
        if not damaged or damaged.code == "excel_number":
            return _READ[type_](text)
    except ValueError as error:
        if not damaged:
            raise WrongCell(f"invalid_{type_.value}", str(error)) from error
    raise damaged


def _order(text: str) -> str:
    """An order is called by its document number, or by a reference that is anybody's choice."""
    try:
        return document_number.parse(text).value
    except document_number.InvalidDocumentNumber:
        return text


def _priority(text: str) -> int:
    try:
        designator = numbers.whole(text)
    except WrongCell as error:
        raise InvalidPriority(
            f"Priority designator: found {found(text)}; it needs a number from 1 to 15."
        ) from error
    issue_group(designator)
    return designator


def _unit(text: str) -> str:
    return _in_form(_UNIT, tidy(text), "Enter the unit of issue, two letters like EA.")


def _place(text: str) -> str:
    return _in_form(_PLACE, text.strip().upper(), "Enter the code of a place, like KWRI or ILASH.")


def _lane(text: str) -> str:
    plain = re.sub(r"\s*[-\u2013\u2014>]+\s*", "-", text.strip())
    form = _LANE.fullmatch(plain)
    if form is None:
        raise ValueError("Enter the codes of the places and the mode, like KWRI-LLNV-air.")
    return f"{form[1].upper()}-{form[2].upper()}-{form[3].lower()}"


def _email(text: str) -> str:
    return _in_form(_EMAIL, text, "This is not an e-mail address. Enter one like desk@works.com.")


# They are looked up on the disk, every time.
_time_zones = cache(available_timezones)


def _time_zone(text: str) -> str:
    if text not in _time_zones():
        raise ValueError("This is no time zone. Enter one like America/Chicago.")
    return text


def _in_form(form: re.Pattern[str], text: str, otherwise: str) -> str:
    if not form.fullmatch(text):
        raise ValueError(otherwise)
    return text


_READ: Mapping[FieldType, Callable[[str], str | int]] = MappingProxyType(
    {
        FieldType.NSN: lambda text: stock_number.parse(text).value,
        FieldType.DOCUMENT_NUMBER: lambda text: document_number.parse(text).value,
        FieldType.ORDER: _order,
        FieldType.TCN: lambda text: tcn.parse(text).value,
        FieldType.CASE: lambda text: fms_case.parse(text).value,
        FieldType.CONTRACT: lambda text: contract_number.parse(text).value,
        FieldType.CAGE: lambda text: cage.parse(text).value,
        FieldType.UNIT: _unit,
        FieldType.PRIORITY: _priority,
        FieldType.EMAIL: _email,
        FieldType.TIME_ZONE: _time_zone,
        FieldType.PLACE: _place,
        FieldType.LANE: _lane,
    }
)
# Types whose cells are codes.
TYPES = frozenset(_READ)
