"""Reading and writing a record, both from its kind's layout."""

from __future__ import annotations

import re

from shipments.domain.milstrip import quantity
from shipments.domain.milstrip.forms import BadValue
from shipments.domain.milstrip.kinds import UnknownIdentifier, kind_of
from shipments.domain.milstrip.layouts import LAYOUTS, Column
from shipments.domain.milstrip.record import LENGTH, InvalidRecord, Record, Value
from shipments.domain.typed_code import found

_NOT_ALLOWED = re.compile(r"[^ -`{-~]")  # printable ASCII, without the small letters


def decode(line: str) -> Record:
    """Take a record apart.

    Blanks at its end may be missing. A line break is none of the record: the caller splits.

    :raises InvalidRecord: too long, a character that no record has, an identifier that is not
        read here, a required field blank, or a field with another form. It names the first
        column at fault.
    """
    if len(line) > LENGTH:
        raise InvalidRecord(LENGTH + 1, "", f"found {len(line)} columns; it needs at most 80.")
    strange = _NOT_ALLOWED.search(line)
    if strange:
        raise InvalidRecord(
            strange.start() + 1,
            "",
            f"found {found(strange[0])}; it needs capital letters, digits and signs of ASCII.",
        )
    text = line.ljust(LENGTH)
    columns = _columns(text[:3].rstrip())
    fields = {each.field: _read(each, text[each.place]) for each in columns}
    _check_class(columns, fields)
    identifier = str(fields.pop("identifier"))
    return Record(identifier, fields)


def encode(record: Record) -> str:
    """Write a record in 80 columns. A field that is not given is blank.

    :raises InvalidRecord: a field that its kind does not have, one that is required and
        missing, or a value that its columns cannot hold.
    """
    columns = _columns(record.identifier)
    fields = {**record.fields, "identifier": record.identifier}
    strange = fields.keys() - {each.field for each in columns}
    if strange:
        raise InvalidRecord(1, min(strange), f"{record.identifier} records have no such field.")
    _check_class(columns, fields)
    return "".join(_write(each, fields.get(each.field)) for each in columns)


def _columns(identifier: str) -> tuple[Column, ...]:
    try:
        return LAYOUTS[kind_of(identifier)]
    except UnknownIdentifier as error:
        raise InvalidRecord(1, "identifier", str(error)) from error


def _read(column: Column, text: str) -> Value:
    if text.isspace():
        _refuse_blank(column)
        return None
    try:
        return column.form.read(text)
    except BadValue as error:
        raise InvalidRecord(column.first, column.field, str(error)) from error


def _write(column: Column, value: Value) -> str:
    if value is None:
        _refuse_blank(column)
        return " " * column.width
    try:
        text = column.form.write(value, column.width)
    except BadValue as error:
        raise InvalidRecord(column.first, column.field, str(error)) from error
    if len(text) != column.width or text.isspace() or _NOT_ALLOWED.search(text):
        raise InvalidRecord(
            column.first,
            column.field,
            f"found {found(text)}; it needs at most {column.width} capital letters, digits and "
            "signs of ASCII, and None for a blank.",
        )
    return text


def _refuse_blank(column: Column) -> None:
    if column.required:
        raise InvalidRecord(column.first, column.field, "found nothing; it is needed.")


def _check_class(columns: tuple[Column, ...], fields: dict[str, Value]) -> None:
    for each in columns:
        if each.field == "quantity":
            try:
                quantity.check_class(fields.get("quantity"), fields.get("stock_number"))
            except BadValue as error:
                raise InvalidRecord(each.first, each.field, str(error)) from error
