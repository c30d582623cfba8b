"""One field of a record: its columns, its form and where they were read."""

from __future__ import annotations

from dataclasses import dataclass

from shipments.domain.milstrip.forms import Form

# Columns behind those that a source names, kept as they stand.
TAIL = "tail"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a layout.

    :ivar first: its first column, and ``last`` its last, both counted from 1.
    :ivar source: the appendix, as docs/sources.md names it; empty where no source says what
        stands there and the columns are kept raw.
    :ivar required: whether a record without it is refused.
    """

    field: str
    first: int
    last: int
    form: Form
    source: str
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
    "suffix": "suffix code",
    "project": "project code",
    "priority": "priority designator",
    "required_delivery_date": "required delivery date",
    "advice": "advice code",
    "status": "status code",
    "tcn": "TCN",
}
