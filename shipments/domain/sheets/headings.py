"""Which column of a sheet is which field, and which kind of sheet has such columns."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from shipments.domain.sheets.field import Kind, Need
from shipments.domain.sheets.kinds import KINDS

_WORD = re.compile(r"[^\W_]+")


class UnclearHeadings(ValueError):
    """Two columns would be one field, or a mapping names what the sheet or its kind has not."""


@dataclass(frozen=True, slots=True)
class Match:
    """:ivar columns: the field's name for each column, None where nobody knows it.
    :ivar unknown: headings that nobody knows; their cells are not used.
    :ivar missing: by each of these groups of fields, which have no column, one is needed.
    """

    columns: tuple[str | None, ...]
    unknown: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...]

    @property
    def mapping(self) -> dict[str, int]:
        """Column by field."""
        return {name: column for column, name in enumerate(self.columns) if name}


def key(text: str) -> str:
    """A heading, or a word of a choice, without case, spaces, punctuation and hyphens."""
    return "".join(_WORD.findall(text.casefold()))


def digest(headings: Sequence[str]) -> str:
    """By which the headings of a sender's next sheet are known again, as SHA-256."""
    return hashlib.sha256("\n".join(key(each) for each in headings).encode()).hexdigest()


def match(headings: Sequence[str], kind: Kind, mapping: Mapping[str, str] | None = None) -> Match:
    """Find the field of each heading.

    :param mapping: field by heading as a person said it, empty for a column not to be used. It
        wins; a heading that it leaves out is found by its name.
    :raises UnclearHeadings: the same field twice, or a mapping to what the kind has not.
    """
    told = {key(heading): field for heading, field in (mapping or {}).items()}
    strange = sorted({field for field in told.values() if field} - set(kind.names))
    if strange:
        raise UnclearHeadings(f"A sheet of {kind.label.lower()} has no field {strange[0]}.")
    known = _fields(kind.name)
    columns = tuple(
        (told[key(each)] if key(each) in told else known.get(key(each))) or None
        for each in headings
    )
    _refuse_twice(headings, columns, kind)
    unknown = tuple(
        each
        for each, name in zip(headings, columns, strict=True)
        if name is None and each.strip() and key(each) not in told
    )
    return Match(columns, unknown, missing(kind, {name for name in columns if name}))


def missing(kind: Kind, names: set[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of fields of which one is needed and none is there."""
    always = ((each.name,) for each in kind.fields if each.need is Need.ALWAYS)
    return tuple(group for group in (*always, *kind.one_of) if not names.intersection(group))


def told_kind(headings: Sequence[str]) -> Kind | None:
    """The kind of sheet that has such columns; None where none is plainly the one."""
    ranks: list[tuple[int, Kind]] = []
    for kind in KINDS.values():
        names = {known for each in headings if (known := _fields(kind.name).get(key(each)))}
        if not missing(kind, names):
            ranks.append((len(names), kind))
    ranks.sort(key=lambda rank: rank[0], reverse=True)
    if not ranks or (len(ranks) > 1 and ranks[0][0] == ranks[1][0]):
        return None
    return ranks[0][1]


def known(cells: Sequence[str], kind: Kind | None = None) -> int:
    """How many cells of a row are headings that we know, of one kind or of the likeliest."""
    keys = {key(each) for each in cells}
    kinds = [kind] if kind else KINDS.values()
    return max(len(keys & _fields(each.name).keys()) for each in kinds)


def _refuse_twice(headings: Sequence[str], columns: Sequence[str | None], kind: Kind) -> None:
    counts = Counter(name for name in columns if name)
    for name, count in counts.items():
        if count > 1:
            those = [
                f"“{heading.strip()}”"
                for heading, column in zip(headings, columns, strict=True)
                if column == name
            ]
            raise UnclearHeadings(
                f"{' and '.join(those)} are both {kind.field(name).heading.lower()}. "
                "Say which of them it is."
            )


@cache
def _fields(kind_name: str) -> Mapping[str, str]:
    """Field by the key of its name, its heading and its synonyms."""
    return {
        key(word): field.name
        for field in KINDS[kind_name].fields
        for word in (field.name, field.heading, *field.synonyms.split(", "))
        if word
    }
