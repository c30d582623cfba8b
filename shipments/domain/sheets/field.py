"""What a column of a sheet is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

# Of text that a table does not limit, and of every cell.
LONGEST_CELL = 2_000


class FieldType(StrEnum):
    """What a cell holds, and as what it is given on. A blank one is None: it was not said."""

    TEXT = "text"  # str, without spaces at its ends
    WHOLE = "whole"  # int, 1 or more
    DECIMAL = "decimal"  # Decimal, above 0, at most three decimal places
    DATE = "date"  # date
    MOMENT = "moment"  # aware datetime, UTC; a day alone is its 00:00Z
    CHOICE = "choice"  # str, one of the field's choices
    YES_NO = "yes_no"  # bool
    NSN = "nsn"  # str, 13 digits
    DOCUMENT_NUMBER = "document_number"  # str, 14 characters
    ORDER = "order"  # str: a document number of 14 characters where it is one, else as typed
    TCN = "tcn"  # str, 17 characters
    CASE = "case"  # str, like IS-B-ZMI
    CONTRACT = "contract"  # str, 13 characters, no hyphens
    CAGE = "cage"  # str, 5 characters
    UNIT = "unit"  # str, 2 letters
    PRIORITY = "priority"  # int, 1 to 15
    EMAIL = "email"  # str
    TIME_ZONE = "time_zone"  # str, like America/Chicago
    PLACE = "place"  # str, a place's code in capitals
    LANE = "lane"  # str: from, to and mode, like KWRI-LLNV-air


class Need(StrEnum):
    """When a cell has to be filled."""

    ALWAYS = "always"
    NEW = "new"  # where the row is of something not on record yet
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    :ivar heading: as our template heads it.
    :ivar example: a cell of our template, of nothing that exists.
    :ivar synonyms: other headings, a comma between; case, spaces and punctuation do not
        matter in any.
    :ivar longest: in characters, of what is given on.
    :ivar choices: what may be chosen, each with the other words for it.
    :ivar beside: where this one is filled, these have to be.
    :ivar help: what a person filling it has to know, beyond its type.
    """

    name: str
    type: FieldType
    heading: str
    example: str
    synonyms: str = ""
    need: Need = Need.NEVER
    longest: int = LONGEST_CELL
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    beside: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a sheet is of.

    :ivar name: as ``ImportKind``.
    :ivar fields: the values of a row come in this order.
    :ivar one_of: of each group at least one has to be filled.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.fields)

    def field(self, name: str) -> Field:
        """
        :raises KeyError: it has no such column.
        """
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)
