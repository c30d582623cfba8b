"""What every address of the API has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar, cast

from django.db.models import Model
from django.http import Http404
from django_filters.rest_framework import FilterSet, MultipleChoiceFilter
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shipments.api import pages
from shipments.api.errors import BadParameters
from shipments.models import User
from shipments.services.refusal import Problem

Row = TypeVar("Row", bound=Model)


class Resource(APIView):
    """An address that takes the query parameters it declares and no other.

    A misspelt filter that is ignored answers with everything, and nobody notices.
    """

    http_method_names = ["get", "post", "head"]

    @property
    def person(self) -> User:
        """Who asks. Permissions have been checked, so it is not a stranger."""
        return cast("User", self.request.user)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        # PostgreSQL cannot hold this character, so nothing has it in its key.
        if any("\0" in str(value) for value in kwargs.values()):
            raise Http404
        if request.method not in self.allowed_methods:
            return  # which is told next, and is what is wrong
        problems = [
            problem
            for name, values in request.query_params.lists()
            for problem in self._problems_of(name, values)
        ]
        if problems:
            raise BadParameters(problems)

    def _problems_of(self, name: str, values: list[Any]) -> list[Problem]:
        declared = self.declared_parameters()
        if name not in declared:
            known = f"It takes {', '.join(declared)}." if declared else "It takes none."
            message = f"There is no parameter {name} here. {known}"
            return [Problem(name, message, "unknown_parameter")]
        if not all(values):
            message = f"{name} is empty. Leave it out, or give it a value."
            return [Problem(name, message, "empty_parameter")]
        if len(values) > 1 and not declared[name]:
            return [Problem(name, f"{name} is given more than once.", "repeated_parameter")]
        return []

    def declared_parameters(self) -> Mapping[str, bool]:
        """Name the parameters, and say of each whether it may be repeated."""
        return {}


class Detail(Resource, RetrieveModelMixin, GenericAPIView[Row]):
    """One row, found by its key among those the person may see."""

    def get(self, request: Request, **key: str) -> Response:
        return self.retrieve(request, **key)


class Listing(Resource, ListModelMixin, GenericAPIView[Row]):
    """Rows that a person may see, filtered and ordered as declared, a page at a time."""

    orderings: ClassVar[Mapping[str, pages.Ordering]]
    default_ordering: ClassVar[str]

    def get(self, request: Request, **key: str) -> Response:
        return self.list(request, **key)

    def declared_parameters(self) -> Mapping[str, bool]:
        if self.request.method not in ("GET", "HEAD"):
            return {}
        filters: type[FilterSet] | None = getattr(self, "filterset_class", None)
        return {
            **{
                name: isinstance(declared, MultipleChoiceFilter)
                for name, declared in (filters.base_filters.items() if filters else ())
            },
            **dict.fromkeys(pages.PARAMETERS, False),
        }
