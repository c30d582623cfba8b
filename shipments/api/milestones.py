from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.examples import MILESTONE, sent, shown
from shipments.api.resource import Entry, Resource, WordField, entered
from shipments.models import Milestone, Shipment
from shipments.models.choices import classifiers, milestone_kinds
from shipments.services import milestones


@extend_schema_serializer(examples=[shown("It left", MILESTONE)])
class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """One thing that should happen, is expected to, or did happen to a shipment."""

    place = serializers.CharField(
        source="place.code", read_only=True, allow_null=True, help_text="The place's code."
    )

    class Meta:
        model = Milestone
        fields = [
            "id",
            "kind",
            "classifier",
            "occurs_on",
            "place",
            "source",
            "reported_at",
            "recorded_at",
        ]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        sent(
            "It arrived",
            {
                "kind": "arrived",
                "classifier": "actual",
                "occurs_on": "2026-11-19",
                "place": "ILASH",
                "source": "Port agent",
            },
        )
    ]
)
class MilestoneEntry(Entry):
    """What happened, or is planned or expected to, and who says so."""

    kind = WordField(choices=milestone_kinds(), allow_blank=True)
    classifier = WordField(choices=classifiers(), allow_blank=True)
    occurs_on = serializers.DateField(help_text="The day, local to the place.")
    # The name is the entry's; the framework keeps its own ``source`` apart at run time.
    source = serializers.CharField(  # type: ignore[assignment]
        allow_blank=True, max_length=120
    )
    place = serializers.CharField(
        required=False, allow_null=True, max_length=12, help_text="The place's code."
    )
    reported_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When the source said it; now when left out."
    )


class ShipmentMilestones(Resource, GenericAPIView[Any]):
    """Where what happens to one shipment is recorded. The shipment itself shows it."""

    queryset = Shipment.objects.none()
    serializer_class = MilestoneSerializer
    lookup_field = "tcn"

    def get_queryset(self) -> QuerySet[Shipment]:
        return Shipment.objects.visible_to(self.person)

    @extend_schema(request=MilestoneEntry, responses={201: MilestoneSerializer})
    def post(self, request: Request, tcn: str) -> Response:
        """Record a milestone. A wrong one is retracted later, never edited."""
        shipment = self.get_object()
        entry = entered(MilestoneEntry, request)
        milestone = milestones.record(tcn=shipment.tcn, by=self.person, at=timezone.now(), **entry)
        return Response(self.get_serializer(milestone).data, status.HTTP_201_CREATED)
