"""One record, taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shipments.domain.milstrip import kinds
from shipments.domain.milstrip.kinds import Kind

LENGTH = 80
Value = str | int | None


class InvalidRecord(ValueError):
    """The record cannot be read or written.

    :ivar column: where it goes wrong, counted from 1.
    :ivar field: the name of the field there; empty where the record as a whole is wrong.
    """

    def __init__(self, column: int, field: str, message: str) -> None:
        self.column, self.field, self.message = column, field, message
        words = field.replace("_", " ")
        super().__init__(f"Column {column}{f', {words}' if words else ''}: {message}")


@dataclass(frozen=True, slots=True)
class Record:
    """Its fields by name, as ``layouts`` declares them. A blank field is None.

    :ivar identifier: columns 1 to 3.
    """

    identifier: str
    fields: Mapping[str, Value]

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
