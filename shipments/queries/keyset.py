"""Pages of a long list by key: the next page costs what the first did, however deep it lies."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType
from typing import Any, Generic, TypeVar

from django.db.models import F, IntegerField, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable

M = TypeVar("M", bound=Model)


class BadMarker(ValueError):
    """The page marker in an address is not one of ours."""


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise BadMarker(text)
    return moment


def _text(text: str) -> str:
    """Text that the database can compare with: no half characters, no null."""
    if "\0" in text:
        raise BadMarker(text)
    return text.encode().decode()


_READERS = {"date": date.fromisoformat, "moment": _moment, "text": _text, "number": int}


@dataclass(frozen=True)
class Sort:
    """One order of a list: a column, a direction, ties by key, rows without a value last.

    :ivar field: path of the column, as the ORM names it, or an expression.
    :ivar kind: date, moment, text or number; how its values are read back from a marker.
    :ivar nullable: some rows may have no value.
    """

    field: str | Combinable
    kind: str
    nullable: bool = False
    descending: bool = False

    def marker(self, value: Any, pk: int) -> str:
        """Name a row's place in this order, fit for an address."""
        plain = value.isoformat() if isinstance(value, date) else value
        text = json.dumps([plain, pk], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def read(self, marker: str) -> tuple[Any, int]:
        """
        :raises BadMarker: not a marker, or one of another order.
        """
        try:
            padded = marker.encode() + b"=" * (-len(marker) % 4)
            value, pk = json.loads(base64.urlsafe_b64decode(padded))
            if type(pk) is not int or type(value) not in {int, str, NoneType}:
                raise BadMarker(marker)
            if value is None and self.nullable:
                return None, pk
            return _READERS[self.kind](value), pk  # type: ignore[operator]
        except (binascii.Error, ValueError, TypeError, RecursionError) as error:
            raise BadMarker(marker) from error


@dataclass(frozen=True)
class Place:
    """Where in a list a page begins: after a marker, before one, or at the start."""

    after: str = ""
    before: str = ""

    @property
    def marker(self) -> str:
        return self.after or self.before

    @property
    def forward(self) -> bool:
        return bool(self.after) or not self.before


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows of a list, with the markers of the pages around them; empty where none is."""

    rows: list[M]
    next: str
    previous: str


def page(rows: QuerySet[M], load: QuerySet[M], *, sort: Sort, size: int, place: Place) -> Page[M]:
    """Take the rows after a marker, or before one, or the first. Two queries.

    :param rows: what the list holds; its own order is not used.
    :param load: the same model with everything a row shows selected.
    :raises BadMarker: the place is not one of this order.
    """
    marker, forward = place.marker, place.forward
    start = sort.read(marker) if marker else None
    keys = _keys(rows, sort, start, forward=forward, size=size)
    more = len(keys) > size
    keys = keys[:size] if forward else keys[:size][::-1]
    found = load.in_bulk([pk for pk, _ in keys])
    has_next, has_previous = (more, bool(marker)) if forward else (bool(keys), more)
    ends = [sort.marker(value, pk) for pk, value in (keys[:1] + keys[-1:])]
    return Page(
        rows=[found[pk] for pk, _ in keys if pk in found],
        next=ends[-1] if has_next and ends else "",
        previous=ends[0] if has_previous and ends else "",
    )


def _keys(
    rows: QuerySet[M], sort: Sort, start: tuple[Any, int] | None, *, forward: bool, size: int
) -> list[tuple[int, Any]]:
    """Key and sort value of one row more than a page, in two ranges: with a value, without.

    Each range is one run of an index; a condition with "or is null" would not be.
    """
    upward = forward != sort.descending
    inside = ("key", "pk") if upward else ("-key", "-pk")
    ranges = [
        part.order_by(*inside).values_list("part", "key", "pk")[: size + 1]
        for part in _ranges(rows, sort, start, forward=forward, upward=upward)
    ]
    found = ranges[0]
    if len(ranges) > 1:
        found = found.union(ranges[1], all=True)
        found = found.order_by("part" if forward else "-part", *inside)[: size + 1]
    return [(pk, value) for _, value, pk in found]


def _ranges(
    rows: QuerySet[M], sort: Sort, start: tuple[Any, int] | None, *, forward: bool, upward: bool
) -> list[QuerySet[M]]:
    key = F(sort.field) if isinstance(sort.field, str) else sort.field
    # The types lose the model in annotate().
    keyed: QuerySet[M] = rows.order_by().annotate(key=key)  # type: ignore[assignment]
    known: QuerySet[M] = keyed.annotate(part=_part(0))  # type: ignore[assignment]
    if not sort.nullable:
        return [_beyond(known, start, upward=upward)]
    without = keyed.filter(key__isnull=True)
    unknown: QuerySet[M] = without.annotate(part=_part(1))  # type: ignore[assignment]
    known = known.filter(key__isnull=False)
    if start is None:
        return [known, unknown]
    if start[0] is None:
        unknown = unknown.filter(**{"pk__gt" if upward else "pk__lt": start[1]})
        return [unknown] if forward else [known, unknown]
    known = _beyond(known, start, upward=upward)
    return [known, unknown] if forward else [known]


def _part(number: int) -> Value:
    return Value(number, output_field=IntegerField())


def _beyond(known: QuerySet[M], start: tuple[Any, int] | None, *, upward: bool) -> QuerySet[M]:
    if start is None:
        return known
    value, pk = start
    side = "gt" if upward else "lt"
    # The first condition is what an index can use; the second settles the ties.
    return known.filter(
        Q(**{f"key__{side}e": value}), Q(**{f"key__{side}": value}) | Q(**{f"pk__{side}": pk})
    )
