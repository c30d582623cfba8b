"""One record, taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.milstrip import kinds
from shipments.domain.milstrip.kinds import Kind

LENGTH = 80
# The column of what is wrong in no column.
NOWHERE = 0
Value = str | int | None


class Profile(StrEnum):
    """Where a shipment status carries its TCN. Two manuals differ, and a record does not tell."""

    STANDARD = "standard"  # 60 to 76
    NAVY_P437 = "navy_p437"  # 62 to 76, behind the priority designator


class InvalidRecord(ValueError):
    """The record cannot be read or written.

    :ivar column: where it goes wrong, counted from 1; ``NOWHERE`` where it is in no column.
    :ivar field: the name of the field there; empty where the record as a whole is wrong.
    """

    def __init__(self, column: int, field: str, message: str) -> None:
        self.column, self.field, self.message = column, field, message
        where = [f"Column {column}"] if column else []
        where += [field.replace("_", " ")] if field else []
        super().__init__(f"{', '.join(where) or 'Record'}: {message}")


@dataclass(frozen=True, slots=True)
class Record:
    """Its fields by name, as ``layouts`` declares them. A blank field is None.

    :ivar identifier: columns 1 to 3.
    :ivar profile: how a shipment status was read; always standard for any other kind.
    """

    identifier: str
    fields: Mapping[str, Value]
    profile: Profile = Profile.STANDARD

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))

    @property
    def kind(self) -> Kind:
        """:raises kinds.UnknownIdentifier: none that is read here."""
        return kinds.kind_of(self.identifier)

    @property
    def is_exercise(self) -> bool:
        """Traffic of an exercise: shown as such, and never applied."""
        return kinds.is_exercise(self.identifier)

    def __getitem__(self, name: str) -> Value:
        return self.fields[name]
