"""Why a record is refused, in the columns, words and codes that a person filters by."""

from __future__ import annotations

from shipments.domain.milstrip import InvalidRecord, Kind, Profile, Record, security_assistance
from shipments.domain.milstrip.columns import Column
from shipments.domain.milstrip.kinds import UnknownIdentifier, kind_of
from shipments.domain.milstrip.layouts import column, layout
from shipments.domain.milstrip.record import LENGTH
from shipments.domain.milstrip.security_assistance import GRANTS
from shipments.intake.batches.plan import Wrong


def of_form(line: int, text: str, error: InvalidRecord, profile: Profile) -> Wrong:
    """Of a record that could not be taken apart."""
    place = _place(text, error.field, profile)
    where = place.place if place else slice(error.column - 1, error.column)
    found = text[where].rstrip() if error.column <= LENGTH else f"{len(text)} columns"
    return Wrong.of(
        line,
        text,
        position=str(error.column),
        field=error.field,
        found=found,
        expected=error.message,
        code=_code(error, found),
    )


def of_exercise(line: int, text: str, record: Record) -> Wrong:
    return Wrong.of(
        line,
        text,
        position="1",
        field="identifier",
        found=record.identifier,
        expected="It is traffic of an exercise, which is never applied. "
        "A real record begins with A.",
        code="of_an_exercise",
    )


def of_no_order(line: int, text: str, record: Record) -> Wrong:
    return Wrong.of(
        line,
        text,
        position="1",
        field="identifier",
        found=record.identifier,
        expected="A notice of availability names no order, so nothing here can be said of it. "
        "Look its TCN up, and record what it says there.",
        code="names_no_order",
    )


def of_no_quantity(line: int, text: str) -> Wrong:
    at = column(Kind.REQUISITION, "quantity")
    return Wrong.of(
        line,
        text,
        position=str(at.first),
        field=at.field,
        found=text[at.place],
        expected="It orders nothing. It needs a quantity of 1 or more.",
        code="not_positive",
    )


def of_no_case(line: int, text: str, record: Record) -> Wrong:
    at = column(Kind.REQUISITION, "supplementary_address")
    return Wrong.of(
        line,
        text,
        position=str(at.first),
        field=at.field,
        found=text[at.place].rstrip(),
        expected=f"{_why_no_case(record)} "
        "Record the order by its page or a sheet, where its case or contract can be given.",
        code="no_case",
    )


def _why_no_case(record: Record) -> str:
    known = security_assistance(record)
    if known is None:
        return "Its document number is not certainly one of security assistance: it names no case."
    if known.type_of_assistance in GRANTS:
        return f"Type of assistance {known.type_of_assistance} is a grant: it names no case."
    return "Columns 48 to 50 have no case designator, so nothing says which case it is of."


def _place(text: str, field: str, profile: Profile) -> Column | None:
    try:
        columns = layout(kind_of(text[:3].rstrip()), profile)
    except UnknownIdentifier:
        columns = layout(Kind.REQUISITION)
    return next((each for each in columns if each.field == field), None)


def _code(error: InvalidRecord, found: str) -> str:
    if error.column > LENGTH:
        return "too_long"
    if "printable ASCII" in error.message:
        return "not_ascii"
    if error.field == "identifier":
        return "unknown_identifier"
    return f"invalid_{error.field}" if found else f"missing_{error.field}"
