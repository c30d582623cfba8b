"""Bring the rows of a table to what the record says, touching none that says so already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
Key = tuple[str, ...]
BATCH = 1000


@dataclass(frozen=True)
class Count:
    """What one file did to one table."""

    file: str
    table: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def changed(self) -> int:
        return self.created + self.updated


@dataclass(frozen=True)
class Wanted:
    """One row as the record wants it.

    :ivar printed: what its line says; written again when the line changes.
    :ivar once: what it begins with; people and the worker move it on afterwards.
    :ivar addresses: the pages it was read at.
    """

    key: Key
    printed: Mapping[str, Any]
    once: Mapping[str, Any]
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept(Generic[M]):
    """The rows after keeping, by key, and which of them were made or changed."""

    rows: dict[Key, M]
    created: int
    touched: set[int] = field(default_factory=set)

    def id_of(self, *key: str) -> int:
        return int(self.rows[key].pk)

    def count(self, file: str, table: str) -> Count:
        updated = len(self.touched) - self.created
        return Count(file, table, self.created, updated, len(self.rows) - len(self.touched))


def keep(
    model: type[M],
    wanted: Sequence[Wanted],
    *,
    key: tuple[str, ...],
    pages: Mapping[str, int],
    shared: bool = False,
) -> Kept[M]:
    """Make the rows that are missing, change those that differ, leave the others alone.

    :param key: the columns that name a row, as in ``Wanted.key``.
    :param pages: source document by address.
    :param shared: people keep these rows too: an empty cell then takes nothing away from
        what they wrote, and their pages stay linked.
    """
    names = {one.key[0] for one in wanted}
    found = model._default_manager.filter(**{f"{key[0]}__in": names})
    rows: dict[Key, M] = {tuple(getattr(row, name) for name in key): row for row in found}
    new = [one for one in wanted if one.key not in rows]
    touched = _change(model, [(rows[one.key], one) for one in wanted if one.key in rows], shared)
    made = model._default_manager.bulk_create(
        [model(**dict(zip(key, one.key, strict=True)), **one.printed, **one.once) for one in new],
        batch_size=BATCH,
    )
    rows |= {one.key: row for one, row in zip(new, made, strict=True)}
    kept = {one.key: rows[one.key] for one in wanted}
    addresses = {int(rows[one.key].pk): one.addresses for one in wanted if one.addresses}
    touched |= {int(row.pk) for row in made} | _link(model, addresses, pages, shared)
    return Kept(kept, len(made), touched)


def differences(row: models.Model, one: Wanted) -> dict[str, Any]:
    """What the record says otherwise than the row does."""
    return {name: value for name, value in one.printed.items() if getattr(row, name) != value}


def _change(model: type[M], pairs: Iterable[tuple[M, Wanted]], shared: bool) -> set[int]:
    """Write the columns that differ, and no others: each write is a row of history."""
    changed: dict[tuple[str, ...], list[M]] = defaultdict(list)
    for row, one in pairs:
        different = {
            name: value
            for name, value in differences(row, one).items()
            if not (shared and value in {"", None})
        }
        for name, value in different.items():
            setattr(row, name, value)
        if different:
            changed[tuple(sorted(different))].append(row)
    for names, rows in changed.items():
        # Foreign keys are compared and set by their column, and written by their field.
        fields = [model._meta.get_field(name).name for name in names]
        model._default_manager.bulk_update(rows, fields, batch_size=BATCH)
    return {int(row.pk) for rows in changed.values() for row in rows}


def _link(
    model: type[M],
    addresses: Mapping[int, tuple[str, ...]],
    pages: Mapping[str, int],
    shared: bool,
) -> set[int]:
    """Point the rows to their pages, and no longer to pages that the record took back."""
    if not addresses:
        return set()
    sources: Any = model._meta.get_field("sources")
    through = sources.remote_field.through
    here, there = f"{sources.m2m_field_name()}_id", f"{sources.m2m_reverse_field_name()}_id"
    stored = through._default_manager.filter(**{f"{here}__in": addresses})
    standing = {(row[0], row[1]): row[2] for row in stored.values_list(here, there, "pk")}
    wanted = {(pk, pages[one]) for pk, found in addresses.items() for one in found}
    missing = sorted(wanted - standing.keys())
    surplus = set() if shared else standing.keys() - wanted
    if missing:
        through._default_manager.bulk_create(
            [through(**{here: pk, there: page}) for pk, page in missing], batch_size=BATCH
        )
    if surplus:
        gone = [standing[pair] for pair in surplus]
        through._default_manager.filter(pk__in=gone).delete()
    return {pk for pk, _ in missing} | {pk for pk, _ in surplus}
