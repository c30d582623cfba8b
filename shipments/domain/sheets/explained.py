"""What each column of a sheet takes, in words for who fills it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shipments.domain.sheets.field import Field, FieldType, Kind, Need

_TYPES: Mapping[FieldType, str] = MappingProxyType(
    {
        FieldType.TEXT: "Text.",
        FieldType.WHOLE: "A whole number of 1 or more.",
        FieldType.DECIMAL: "A number above 0, at most three decimal places.",
        FieldType.DATE: "A day, like 2026-11-25 or 25 Nov 2026.",
        FieldType.MOMENT: "A day, or a day and time in UTC, like 2026-11-25 14:30.",
        FieldType.CHOICE: "One of: {choices}.",
        FieldType.YES_NO: "Yes or no.",
        FieldType.NSN: "A national stock number.",
        FieldType.DOCUMENT_NUMBER: "A document number of 14 letters and digits.",
        FieldType.ORDER: "An order.",
        FieldType.TCN: "A transportation control number of 17 letters and digits.",
        FieldType.CASE: "A case, like IS-B-ZZZ.",
        FieldType.CONTRACT: "A contract number of 13 letters and digits.",
        FieldType.CAGE: "A CAGE code.",
        FieldType.UNIT: "Two letters, like EA.",
        FieldType.PRIORITY: "A priority designator, 01 to 15.",
        FieldType.EMAIL: "An e-mail address.",
        FieldType.TIME_ZONE: "A time zone, like America/Chicago.",
        FieldType.PLACE: "A place.",
        FieldType.LANE: "A lane.",
    }
)
_NEEDS = {Need.ALWAYS: "yes", Need.NEW: "if new", Need.NEVER: "no"}


def explained(field: Field) -> str:
    """What a cell of it holds."""
    choices = ", ".join(value.replace("_", " ") for value in field.choices)
    return f"{_TYPES[field.type].format(choices=choices)} {field.help}".strip()


def needed(field: Field, kind: Kind) -> str:
    """Whether it has to be filled: yes, no, if new, or what else would do."""
    for group in kind.one_of:
        if field.name in group:
            others = (kind.field(name).heading for name in group if name != field.name)
            return f"this or {' or '.join(others)}"
    return _NEEDS[field.need]
