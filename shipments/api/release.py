"""Making a shipment ready, releasing and closing it; and what must be clear before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.entry import Entry, entered
from shipments.api.examples import shown
from shipments.api.resource import Resource
from shipments.compliance.gates import GateName
from shipments.models import Shipment
from shipments.queries import shipment_load
from shipments.services import release

_GATE = {
    "name": "holds",
    "title": "No hold",
    "is_clear": True,
    "why": ["No hold covers anything aboard."],
    "who": "",
    "to_know": [],
}


class GateSerializer(serializers.Serializer[Any]):
    """One thing that must be clear before a shipment is released."""

    name = serializers.ChoiceField(choices=[each.value for each in GateName])
    title = serializers.CharField()
    is_clear = serializers.BooleanField()
    why = serializers.ListField(
        child=serializers.CharField(), help_text="Why it is clear, or what stands in the way."
    )
    who = serializers.CharField(help_text="Who can clear it; empty while it is clear.")
    to_know = serializers.ListField(
        child=serializers.CharField(), help_text="What stops nothing and should be known."
    )


@extend_schema_serializer(
    examples=[
        shown(
            "Ready, and not released yet",
            {
                "tcn": "BISZZZ63240001XXX",
                "ready_at": "2026-11-20T09:30:00Z",
                "ready_by": "Sam Sample",
                "released_at": None,
                "released_by": None,
                "closed_at": None,
                "closed_by": None,
                "gates": [_GATE],
            },
        )
    ]
)
class ReleaseSerializer(serializers.Serializer[Any]):
    """How far a shipment is with its release. Give it a ``ShipmentLoad`` or a shipment alone."""

    tcn = serializers.CharField(source="shipment.tcn")
    ready_at = serializers.DateTimeField(source="shipment.ready_at", allow_null=True)
    ready_by = serializers.CharField(source="shipment.ready_by.name", allow_null=True)
    released_at = serializers.DateTimeField(source="shipment.released_at", allow_null=True)
    released_by = serializers.CharField(source="shipment.released_by.name", allow_null=True)
    closed_at = serializers.DateTimeField(source="shipment.closed_at", allow_null=True)
    closed_by = serializers.CharField(source="shipment.closed_by.name", allow_null=True)
    gates = GateSerializer(
        many=True, help_text="Empty for a contractor: a load is more than its own orders."
    )


class NothingEntry(Entry):
    """No body is needed, and none that says something is taken for nothing."""


class Standing(Resource, GenericAPIView[Any]):
    """One shipment and its release."""

    queryset = Shipment.objects.none()
    serializer_class = ReleaseSerializer
    lookup_field = "tcn"

    def get_queryset(self) -> QuerySet[Shipment]:
        people = ("ready_by", "released_by", "closed_by")
        return Shipment.objects.visible_to(self.person).select_related(*people)

    def answer(self) -> Response:
        shipment = self.get_object()
        load = shipment_load.load(shipment, by=self.person)
        return Response(self.get_serializer(load or {"shipment": shipment, "gates": []}).data)


class Gates(Standing):
    """What must be clear before a shipment is released."""

    @extend_schema(responses=ReleaseSerializer)
    def get(self, request: Request, tcn: str) -> Response:
        return self.answer()


_act = extend_schema(request=None, responses=ReleaseSerializer)


class Act(Standing):
    """One act on a shipment. It answers with how it then stands, or with all that is in the way."""

    service: ClassVar[Callable[..., Shipment]]

    def done(self, request: Request) -> Response:
        shipment = self.get_object()
        entered(NothingEntry, request)
        service = type(self).service
        service(tcn=shipment.tcn, by=self.person, at=timezone.now())
        return self.answer()


class Ready(Act):
    service = release.make_ready

    @_act
    def post(self, request: Request, tcn: str) -> Response:
        """Say that a shipment is packed and ready to go."""
        return self.done(request)


class NotReady(Act):
    service = release.take_back_ready

    @_act
    def post(self, request: Request, tcn: str) -> Response:
        """Say that a shipment is not ready after all, until it is released."""
        return self.done(request)


class Release(Act):
    service = release.release

    @_act
    def post(self, request: Request, tcn: str) -> Response:
        """Let a shipment go, every gate being clear."""
        return self.done(request)


class TakeBackRelease(Act):
    service = release.take_back_release

    @_act
    def post(self, request: Request, tcn: str) -> Response:
        """Let a shipment go no longer, until it has left."""
        return self.done(request)


class Close(Act):
    service = release.close

    @_act
    def post(self, request: Request, tcn: str) -> Response:
        """Put a shipment away, all of it accounted for and every report settled."""
        return self.done(request)


class Reopen(Act):
    service = release.reopen

    @_act
    def post(self, request: Request, tcn: str) -> Response:
        """Take a closed shipment up again."""
        return self.done(request)
