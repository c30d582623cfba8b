"""Reading and writing a record, both from its kind's layout."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from shipments.domain.milstrip import quantity
from shipments.domain.milstrip.columns import Column
from shipments.domain.milstrip.forms import BadValue
from shipments.domain.milstrip.kinds import Kind, UnknownIdentifier, kind_of
from shipments.domain.milstrip.layouts import layout
from shipments.domain.milstrip.record import LENGTH, InvalidRecord, Profile, Record, Value
from shipments.domain.typed_code import found

_NOT_ALLOWED = re.compile(r"[^ -~]")
# Texts of a column. There are some hundred columns, so that all of them stay within megabytes.
_MOST_KNOWN = 2048


def decode(line: str | bytes, *, profile: Profile = Profile.STANDARD) -> Record:
    """Take a record apart.

    Blanks at its end may be missing. A line break is none of the record: the caller splits.

    :param profile: how a shipment status is read, which it does not tell itself.
    :raises InvalidRecord: too long, a character that no record has, an identifier that is not
        read here, a required field blank, or a field with another form. It names the first
        column at fault.
    """
    text = line if isinstance(line, str) else line.decode("latin-1")
    if len(text) > LENGTH:
        raise InvalidRecord(LENGTH + 1, "", f"found {len(text)} columns; it needs at most 80.")
    strange = _NOT_ALLOWED.search(text)
    if strange:
        at = strange.start() + 1
        code = ord(strange[0])
        sign = f"U+{code:04X}" if isinstance(line, str) else f"byte {code:02X}"
        raise InvalidRecord(
            at, _field_at(text, at, profile), f"found {sign}; it needs printable ASCII."
        )
    text = text.ljust(LENGTH)
    identifier = text[:3].rstrip()
    columns = _columns(identifier, profile)
    fields: dict[str, Value] = {}
    for name, place, known, column in _readings(identifier, profile):
        part = text[place]
        if part in known:
            fields[name] = known[part]
        else:
            fields[name] = value = _read(column, part)
            if len(known) < _MOST_KNOWN:
                known[part] = value
    _check_class(columns, fields)
    del fields["identifier"]
    kept = profile if kind_of(identifier) is Kind.SHIPMENT_STATUS else Profile.STANDARD
    return Record(identifier, fields, kept)


def encode(record: Record) -> str:
    """Write a record in 80 columns. A field that is not given is blank.

    :raises InvalidRecord: a field that its kind does not have, one that is required and
        missing, or a value that its columns cannot hold.
    """
    columns = _columns(record.identifier, record.profile)
    fields = {**record.fields, "identifier": record.identifier}
    strange = fields.keys() - {each.field for each in columns}
    if strange:
        raise InvalidRecord(1, min(strange), f"{record.identifier} records have no such field.")
    text = "".join(_write(each, fields.get(each.field)) for each in columns)
    _check_class(columns, fields)
    return text


@lru_cache(maxsize=1024)
def _columns(identifier: str, profile: Profile) -> tuple[Column, ...]:
    try:
        return layout(kind_of(identifier), profile)
    except UnknownIdentifier as error:
        raise InvalidRecord(1, "identifier", str(error)) from error


@lru_cache(maxsize=1024)
def _readings(
    identifier: str, profile: Profile
) -> tuple[tuple[str, slice, dict[str, Value], Column], ...]:
    """Each column of a kind with what was read there before."""
    return tuple(
        (each.field, each.place, _known(each), each) for each in _columns(identifier, profile)
    )


@cache
def _known(_: Column) -> dict[str, Value]:
    """What a column's texts say: the same few come again and again in a file of a million."""
    return {}


def _field_at(text: str, at: int, profile: Profile) -> str:
    """The field that a column belongs to, empty where the kind of record is not known."""
    try:
        columns = _columns(text[:3], profile)
    except InvalidRecord:
        return "identifier" if at <= 3 else ""
    return next(each.field for each in columns if each.first <= at <= each.last)


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
            f"found {found(text)}; it needs at most {column.width} characters of printable "
            "ASCII, and nothing at all for a blank.",
        )
    return text


def _refuse_blank(column: Column) -> None:
    if column.required:
        raise InvalidRecord(column.first, column.field, "found nothing; it is needed.")


def _check_class(columns: tuple[Column, ...], fields: dict[str, Value]) -> None:
    """Thousands are for ammunition, which the quantity alone does not tell."""
    amount = fields.get("quantity")
    if not isinstance(amount, int) or amount <= quantity.LARGEST_PLAIN:
        return
    try:
        quantity.check_class(amount, fields.get("stock_number"))
    except BadValue as error:
        at = next(each for each in columns if each.field == "quantity")
        raise InvalidRecord(at.first, at.field, str(error)) from error
