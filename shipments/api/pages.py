"""Pages by key: each begins after the last row of the one before, wherever that row now is.

Nothing is counted and nothing skipped over, so a page deep in a list costs what the first one
costs, and a row that arrives between two pages neither repeats one nor hides one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core import signing
from django.db import models
from django.db.models import F, Field, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from shipments.api.errors import BadParameters
from shipments.services.refusal import Problem

USUAL = 100
MOST = 1000


@dataclass(frozen=True)
class Ordering:
    """A declared order of a list, ties by key. Declare one only where an index answers it.

    The unknown stand last, and first when the order is turned round: so one index serves both.

    :ivar path: the column, from the list's model.
    :ivar unknown_is_least: no value counts as less than any, so it stands first, and last when
        the order is turned round.
    """

    path: str
    nullable: bool = False
    unknown_is_least: bool = False

    def unknown_first(self, *, descending: bool) -> bool:
        return self.nullable and descending != self.unknown_is_least


@dataclass(frozen=True)
class Cursor:
    """A place in a list: a row's keys, and the way to go from there. ``pk`` 0 is an end."""

    ordering: str
    backwards: bool
    value: Any
    pk: int

    def text(self) -> str:
        """Sealed, so that what comes back is what was given out and needs no checking."""
        return _seal().sign_object([self.ordering, self.backwards, self.value, self.pk])


def _seal() -> signing.Signer:
    return signing.Signer(salt="shipments.api.pages")


class KeysetPages(BasePagination):
    """Give it views with ``orderings`` and ``default_ordering``."""

    def paginate_queryset(
        self,
        queryset: QuerySet[Any] | Sequence[Any],
        request: Request,
        view: APIView | None = None,
    ) -> list[Any]:
        self.request = request
        self.orderings: Mapping[str, Ordering] = getattr(view, "orderings", {})
        self.name = request.query_params.get("ordering", getattr(view, "default_ordering", ""))
        if self.name not in both_ways(self.orderings):
            raise _bad("ordering", f"Order by {', '.join(both_ways(self.orderings))}.")
        self.limit = self._limit(request)
        self.cursor = self._cursor(request)
        rows = self._rows(cast("QuerySet[Any]", queryset))
        self.more = len(rows) > self.limit
        rows = rows[: self.limit]
        self.page = rows[::-1] if self.cursor and self.cursor.backwards else rows
        return self.page

    def _limit(self, request: Request) -> int:
        text = request.query_params.get("limit", str(USUAL))
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
            raise _bad("limit", f"A page has 1 to {MOST} rows.")
        return int(text[:9])

    def _cursor(self, request: Request) -> Cursor | None:
        text = request.query_params.get("cursor")
        if text is None:
            return None
        try:
            cursor = Cursor(*_seal().unsign_object(text))
        except (signing.BadSignature, TypeError, ValueError) as error:
            raise _bad("cursor", "Use a cursor from a next or previous link.") from error
        if cursor.ordering != self.name:
            raise _bad("cursor", f"This cursor is of the list ordered by {cursor.ordering}.")
        return cursor

    def _rows(self, queryset: QuerySet[Any]) -> list[Any]:
        """Read one row more than asked for: it tells whether the list goes on."""
        ordering = self.orderings[self.name.removeprefix("-")]
        descending = self.name.startswith("-") != bool(self.cursor and self.cursor.backwards)
        sign = "-" if descending else ""
        by: Any = f"{sign}{ordering.path}"
        if ordering.unknown_is_least:
            column = F(ordering.path)
            by = column.desc(nulls_last=True) if descending else column.asc(nulls_first=True)
        ordered = queryset.order_by(by, f"{sign}pk")
        if self.cursor is None or not self.cursor.pk:
            return list(ordered[: self.limit + 1])
        # Each part walks an index by itself. One condition with OR would make PostgreSQL read
        # every row before the cursor and throw it away.
        rows: list[Any] = []
        for part in _beyond(ordered, ordering, self.cursor, descending=descending):
            rows += part[: self.limit + 1 - len(rows)]
            if len(rows) > self.limit:
                break
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next(), "previous": self.previous(), "results": data})

    def next(self) -> str | None:
        if self.cursor and self.cursor.backwards:
            return self._link(self.page[-1] if self.page else None, backwards=False)
        return self._link(self.page[-1], backwards=False) if self.more else None

    def previous(self) -> str | None:
        if self.cursor is None:
            return None
        if self.cursor.backwards:
            return self._link(self.page[0], backwards=True) if self.more else None
        return self._link(self.page[0] if self.page else None, backwards=True)

    def _link(self, row: Model | None, *, backwards: bool) -> str:
        """Point beyond a row, or, where the page is empty, at that end of the list."""
        here = self.request.build_absolute_uri()
        if row is None and not backwards:
            return remove_query_param(here, "cursor")
        ordering = self.orderings[self.name.removeprefix("-")]
        value = None if row is None else _value(row, ordering.path)
        cursor = Cursor(self.name, backwards, value, 0 if row is None else row.pk)
        return replace_query_param(here, "cursor", cursor.text())

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        orderings = both_ways(getattr(view, "orderings", {}))
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "From a next or previous link.",
                "schema": {"type": "string", "minLength": 1},
            },
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": "How many rows a page has.",
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            },
            {
                "name": "ordering",
                "in": "query",
                "required": False,
                "description": "Ties by key. The unknown stand last, and first with a minus.",
                "schema": {
                    "type": "string",
                    "enum": orderings,
                    "default": getattr(view, "default_ordering", ""),
                },
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link
                | {"description": "The next page; null on the last.", "example": EXAMPLE},
                "previous": link
                | {"description": "The page before; null on the first.", "example": None},
                "results": schema,
            },
        }


EXAMPLE = "https://quayline.example/api/v1/orders/?cursor=eyJ"
PARAMETERS = ("cursor", "limit", "ordering")


def both_ways(orderings: Mapping[str, Ordering]) -> list[str]:
    """Name every order a list may be asked for: each column, and each turned round."""
    return [f"{sign}{name}" for name in orderings for sign in ("", "-")]


def _bad(parameter: str, message: str) -> BadParameters:
    return BadParameters([Problem(parameter, message, "invalid")])


def _beyond(
    ordered: QuerySet[Any], ordering: Ordering, cursor: Cursor, *, descending: bool
) -> list[QuerySet[Any]]:
    """Split the rest of the list into parts that an index answers, nearest first."""
    unknown = {f"{ordering.path}__isnull": True}
    unknown_first = ordering.unknown_first(descending=descending)
    if cursor.value is None:
        beyond = {"pk__lt" if descending else "pk__gt": cursor.pk}
        rest = [ordered.filter(**unknown, **beyond)]
        return [*rest, ordered.exclude(**unknown)] if unknown_first else rest
    column = _column(ordered.model, ordering.path)
    at = _row(Value(column.to_python(cursor.value), output_field=column), Value(cursor.pk))
    here = _row(F(ordering.path), F("pk"))
    rest = [ordered.filter(LessThan(here, at) if descending else GreaterThan(here, at))]
    return [*rest, ordered.filter(**unknown)] if ordering.nullable and not unknown_first else rest


def _row(*expressions: Any) -> Func:
    """``ROW(a, b)``: compared as a whole, it is one condition on an index on (a, b)."""
    return Func(*expressions, function="ROW", output_field=models.BooleanField())


def _column(model: type[Model], path: str) -> Field[Any, Any]:
    *joins, name = path.split("__")
    for join in joins:
        model = cast("type[Model]", model._meta.get_field(join).related_model)
    return cast("Field[Any, Any]", model._meta.get_field(name))


def _value(row: Model, path: str) -> Any:
    value: Any = row
    for name in path.split("__"):
        value = getattr(value, name, None)
    return value.isoformat() if hasattr(value, "isoformat") else value
