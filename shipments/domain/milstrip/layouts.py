"""Which columns hold what, kind by kind. Columns count from 1, as in the manuals.

To add a kind: name it in ``kinds``, declare its columns here, and say in docs/sources.md where
they were read. What is not known of a record is its tail, kept as it stands.

Source: docs/sources.md, "MILSTRIP records".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from shipments.domain.milstrip import forms
from shipments.domain.milstrip.forms import Form
from shipments.domain.milstrip.kinds import Kind
from shipments.domain.milstrip.quantity import Quantity
from shipments.domain.milstrip.record import LENGTH

TAIL = "tail"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a layout.

    :ivar first: its first column, and ``last`` its last, both counted from 1.
    :ivar required: whether a record without it is refused.
    """

    field: str
    first: int
    last: int
    form: Form
    required: bool = False

    @property
    def width(self) -> int:
        return self.last - self.first + 1

    @property
    def place(self) -> slice:
        return slice(self.first - 1, self.last)

    @property
    def words(self) -> str:
        """Its name and columns for a person: "routing identifier (4-6)"."""
        columns = f"{self.first}" if self.width == 1 else f"{self.first}-{self.last}"
        return f"{_WORDS.get(self.field, self.field.replace('_', ' '))} ({columns})"


_WORDS = {
    "identifier": "document identifier",
    "ric": "routing identifier",
    "media_status": "media and status",
    "fund": "fund code",
    "signal": "signal code",
    "demand": "demand code",
    "project": "project code",
    "priority": "priority designator",
    "required_delivery_date": "required delivery date",
    "advice": "advice code",
}

_IDENTIFIER = Column("identifier", 1, 3, forms.IDENTIFIER, required=True)
_TO_DISTRIBUTION = (
    _IDENTIFIER,
    Column("ric", 4, 6, forms.ROUTING, required=True),
    Column("media_status", 7, 7, forms.ONE),
    Column("stock_number", 8, 22, forms.STOCK_NUMBER, required=True),
    Column("unit_of_issue", 23, 24, forms.UNIT, required=True),
    Column("quantity", 25, 29, Quantity(), required=True),
    Column("document_number", 30, 43, forms.DOCUMENT_NUMBER, required=True),
    Column("demand", 44, 44, forms.ONE),
    Column("supplementary_address", 45, 50, forms.VERBATIM),
    Column("signal", 51, 51, forms.ONE),
    Column("fund", 52, 53, forms.VERBATIM),
    Column("distribution", 54, 56, forms.VERBATIM),
    Column("project", 57, 59, forms.VERBATIM),
    Column("priority", 60, 61, forms.PRIORITY),
)
_REQUISITION = (
    *_TO_DISTRIBUTION,
    Column("required_delivery_date", 62, 64, forms.REQUIRED_DATE),
    Column("advice", 65, 66, forms.ADVICE),
    Column(TAIL, 67, 80, forms.VERBATIM),
)
# What 62 to 73 of a follow-up hold is not known: some editions write a day of their own there.
_FOLLOW_UP = (*_TO_DISTRIBUTION, Column(TAIL, 62, 80, forms.VERBATIM))

LAYOUTS: Mapping[Kind, tuple[Column, ...]] = MappingProxyType(
    {
        Kind.REQUISITION: _REQUISITION,
        # Raising a priority needs one.
        Kind.MODIFICATION: tuple(
            replace(column, required=True) if column.field == "priority" else column
            for column in _REQUISITION
        ),
        Kind.FOLLOW_UP: _FOLLOW_UP,
        Kind.IMPROVEMENT_REQUEST: _FOLLOW_UP,
    }
)


def column(kind: Kind, field: str) -> Column:
    """:raises KeyError: the kind has no such field."""
    for each in LAYOUTS[kind]:
        if each.field == field:
            return each
    raise KeyError(field)


def gaps(columns: tuple[Column, ...]) -> list[tuple[int, int]]:
    """Columns that no field covers, or two do. A whole layout has none."""
    found, at = [], 1
    for each in columns:
        if each.first != at:
            found.append((at, each.first))
        at = each.last + 1
    return [*found, *([(at, LENGTH)] if at != LENGTH + 1 else [])]
