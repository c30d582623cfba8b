"""What a kind of file has to bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

from shipments.intake.batches.source import Source

MOST_FOUND = 200
MOST_EXPECTED = 300


@dataclass(frozen=True, slots=True)
class Staged:
    """A line that could be read.

    :ivar line: counted from 1, headings and empty lines included.
    :ivar text: as it was sent; of a sheet, its cells as CSV.
    :ivar values: by the plan's columns, in their order.
    """

    line: int
    text: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a line, which is therefore refused. A line may have several.

    :ivar position: column of a record (25), cell of a sheet (C7), empty for the whole line.
    """

    line: int
    position: str
    field: str
    found: str
    expected: str
    code: str
    text: str

    @classmethod
    def of(cls, line: int, text: str, **said: str) -> Self:
        """With what was found and expected cut to what is kept of them."""
        said["found"] = said.get("found", "")[:MOST_FOUND]
        said["expected"] = said["expected"][:MOST_EXPECTED]
        return cls(line=line, text=text, **{"position": "", "field": "", **said})


class NotReadable(Exception):
    """The file as a whole cannot be read: what is wrong and what would be right."""


class Unmapped(Exception):
    """Its headings are not all known, so that a person has to say which field each is."""


class Reader(Protocol):
    """Reads a file from its beginning, holding no more than a chunk of it."""

    def __call__(self, source: Source) -> Iterator[Staged | Wrong]:
        """:raises NotReadable: the file as a whole is refused.
        :raises Unmapped: it waits for a person.
        """
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One statement over all staged lines, or an act where no statement can do it.

    Parameters of either: ``batch``, ``by`` (a user's key or null), ``at``, ``reported_at``,
    ``sender`` and ``lane`` (a key or null). It reads ``import_line``, from which a line that
    it refuses is deleted, and adds to ``import_outcome``: for every line once what came of it,
    for a refused one what is wrong. Orders to be computed again go into ``import_touched``.

    :ivar words: what people read while it runs.
    """

    words: str
    sql: str = ""
    act: Callable[[Mapping[str, Any]], None] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """:ivar columns: SQL type by name, beside the line's number and text.
    :ivar steps: in their order, all in one transaction.
    """

    columns: Mapping[str, str]
    steps: tuple[Step, ...]
