"""A record as one object of names and plain values, as JSON carries it, and back.

Beside its fields the object says what follows from them: dates, who ships to whom, the case.
On the way back these are not read, so a field can be changed alone; where they say something
else than the fields, that is noted, because it may have been the wrong place to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from shipments.domain.milstrip.columns import Column
from shipments.domain.milstrip.days import DAYS, resolved, written
from shipments.domain.milstrip.kinds import Kind, UnknownIdentifier, kind_of
from shipments.domain.milstrip.layouts import layout
from shipments.domain.milstrip.parties import Party, parties
from shipments.domain.milstrip.record import NOWHERE, InvalidRecord, Profile, Record, Value
from shipments.domain.milstrip.security_assistance import SecurityAssistance, security_assistance
from shipments.domain.typed_code import found

Object = dict[str, object]
# The one field that an object names otherwise.
_IDENTIFIER = "dic"
_DATE_FIELDS = {day.name: field for field, day in DAYS.items()}
# The case is told beside them.
_ASSISTANCE = tuple(each.name for each in fields(SecurityAssistance) if each.name != "case")
_MONEY_FIELD, _MONEY = "unit_price", "unit_price_dollars"


def to_object(record: Record, *, reference: date) -> Object:
    """:param reference: see ``days.resolved``."""
    dates = resolved(record, reference=reference)
    told: Object = {
        "kind": record.kind.value,
        _IDENTIFIER: record.identifier,
        "exercise": record.is_exercise,
    }
    if record.kind is Kind.SHIPMENT_STATUS:
        told["profile"] = record.profile.value
    for field, value in record.fields.items():
        told[field] = value
        if field in DAYS:
            day = dates[DAYS[field].name]
            told[DAYS[field].name] = None if day is None else day.isoformat()
    tail = {"tail": told.pop("tail")} if "tail" in told else {}
    return told | _following(record) | tail


def refusal(error: InvalidRecord) -> Object:
    """What is wrong, by column and field. Null is what it has not: a whole line has no field."""
    field = _IDENTIFIER if error.field == "identifier" else error.field
    return {"column": error.column or None, "field": field or None, "message": error.message}


def from_object(told: Mapping[str, object]) -> Record:
    """Read the fields alone; see ``differences`` for the rest.

    :raises InvalidRecord: an unknown identifier, a field that its kind does not have, or a
        value of another type. Whether its columns can hold a value is for ``encode`` to say.
    """
    identifier = told.get(_IDENTIFIER)
    if not isinstance(identifier, str):
        raise InvalidRecord(1, _IDENTIFIER, f"found {_shown(identifier)}; it needs text.")
    try:
        kind = kind_of(identifier)
    except UnknownIdentifier as error:
        raise InvalidRecord(1, _IDENTIFIER, str(error)) from error
    profile = _profile(told.get("profile"), kind)
    columns = [each for each in layout(kind, profile) if each.field != "identifier"]
    values = {each.field: _value(each, told.get(each.field)) for each in columns}
    record = Record(identifier, values, profile)
    _refuse_strangers(told, record)
    return record


def differences(told: Mapping[str, object], record: Record) -> list[tuple[str, str]]:
    """What an object says beside its fields and they do not, name and sentence. Null says nothing.

    :param record: made from it, and one that can be written.
    """
    following = {"kind": record.kind.value, "exercise": record.is_exercise} | _following(record)
    notes = []
    for name, value in told.items():
        field = _DATE_FIELDS.get(name)
        said: object
        has: object
        if field is not None:
            said, has = _day_of(field, value), written(record, field)
        elif name in following:
            said, has = value, following[name]
        else:
            continue
        if value is not None and said != has:
            where = field.replace("_", " ") if field else "the record"
            notes.append(
                (name, f"not read: found {_shown(value)}, but {where} says {_shown(has)}.")
            )
    return notes


def _day_of(field: str, value: object) -> str:
    """A date as the field would hold it. What is no date agrees with none."""
    try:
        return DAYS[field].write(date.fromisoformat(str(value)))
    except ValueError:
        return ""


def _following(record: Record) -> Object:
    """What follows from its fields, whatever the day. The same names for all of a kind."""
    known: Object = {}
    if _MONEY_FIELD in record.fields:
        known[_MONEY] = _dollars(record.fields[_MONEY_FIELD])
    if "signal" in record.fields:
        who = parties(record)
        known["ship_to"] = _party(who.ship_to) if who else None
        known["bill_to"] = _party(who.bill_to) if who else None
    if "document_number" in record.fields:
        assistance = security_assistance(record)
        known["case"] = assistance.case if assistance else None
        known["security_assistance"] = _codes(assistance) if assistance else None
    return known


def _party(party: Party) -> Object:
    return {"role": party.role.value, "code": party.code}


def _codes(assistance: SecurityAssistance) -> Object:
    return {name: getattr(assistance, name) for name in _ASSISTANCE}


def _dollars(price: Value) -> str | None:
    """Five digits of dollars and two of cents. Another form is not read."""
    text = str(price)
    if len(text) != 7 or not text.isdecimal():
        return None
    return f"{int(text[:5])}.{text[5:]}"


def _profile(value: object, kind: Kind) -> Profile:
    if value is None:
        return Profile.STANDARD
    if kind is not Kind.SHIPMENT_STATUS or value not in list(Profile):
        raise InvalidRecord(
            NOWHERE,
            "profile",
            f"found {_shown(value)}; a shipment status has one of {', '.join(Profile)}, and no "
            "other record has one.",
        )
    return Profile(str(value))


def _value(column: Column, value: object) -> Value:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and column.field == "quantity":
        return value
    needs = "a whole number" if column.field == "quantity" else "text"
    raise InvalidRecord(column.first, column.field, f"found {_shown(value)}; it needs {needs}.")


def _refuse_strangers(told: Mapping[str, object], record: Record) -> None:
    dates = {name for name, field in _DATE_FIELDS.items() if field in record.fields}
    known = {"line", "kind", _IDENTIFIER, "exercise", "profile"}
    allowed = known | dates | record.fields.keys() | _following_names(record)
    strangers = told.keys() - allowed
    if strangers:
        name = min(strangers)
        raise InvalidRecord(NOWHERE, name, f"{record.identifier} records have no such field.")


def _following_names(record: Record) -> set[str]:
    names = {
        _MONEY_FIELD: {_MONEY},
        "signal": {"ship_to", "bill_to"},
        "document_number": {"case", "security_assistance"},
    }
    return {name for field, all_of in names.items() if field in record.fields for name in all_of}


def _shown(value: object) -> str:
    return "nothing" if value is None else found(value if isinstance(value, str) else repr(value))
