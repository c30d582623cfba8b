"""The pages that the ``type`` of a problem points to."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.problem_kinds import KINDS
from shipments.api.resource import Resource


class KindSerializer(serializers.Serializer[Any]):
    """A kind of problem and what to do about it."""

    code = serializers.ChoiceField(choices=[*KINDS])
    status = serializers.IntegerField()
    title = serializers.CharField()
    what_to_do = serializers.CharField()


class ProblemKinds(Resource):
    """Every kind of problem there is."""

    @extend_schema(responses=KindSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response([asdict(kind) for kind in KINDS.values()])


class ProblemKind(Resource):
    """One kind of problem."""

    @extend_schema(responses=KindSerializer)
    def get(self, request: Request, code: str) -> Response:
        if code not in KINDS:
            raise Http404
        return Response(asdict(KINDS[code]))


class Unknown(Resource):
    """Whatever is under ``/api/`` and is nothing. Strangers are not told that much."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super(Resource, self).initial(request, *args, **kwargs)
        raise Http404
