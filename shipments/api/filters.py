"""Filters as lists declare them. A value that does not fit is refused, never passed over."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django_filters.rest_framework import (
    CharFilter,
    DateFilter,
    DjangoFilterBackend,
    Filter,
    TypedChoiceFilter,
)
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request
from rest_framework.views import APIView

from shipments.api.errors import BadParameters
from shipments.services.refusal import Problem


class DeclaredFilters(DjangoFilterBackend):
    """Filters as a filter set declares them; a value that does not fit is refused."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:
        filters = self.get_filterset(request, queryset, view)
        if filters is None:
            return queryset
        if not filters.is_valid():
            raise BadParameters(
                [
                    Problem(name, str(error["message"]), str(error["code"]))
                    for name, errors in filters.errors.get_json_data().items()
                    for error in errors
                ]
            )
        return cast("QuerySet[Any]", filters.qs)


@extend_schema_field(OpenApiTypes.BOOL)
class TruthFilter(TypedChoiceFilter):
    """``true`` or ``false``. The library's own takes any other word for no filter at all."""

    def __init__(self, **options: Any) -> None:
        words = (("true", "true"), ("false", "false"))
        super().__init__(choices=words, coerce=lambda word: word == "true", **options)


@extend_schema_field(OpenApiTypes.DATE)
class DayFilter(DateFilter):
    """A day as ISO 8601 writes it, and in no other way."""

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)


@extend_schema_field({"type": "string", "minLength": 1})
class TextFilter(CharFilter):
    """Exactly this text."""


@extend_schema_field({"type": "integer", "format": "int64", "minimum": 1})
class KeyFilter(Filter):
    """A row's number."""

    field_class = forms.IntegerField

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **options)
