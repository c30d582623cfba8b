from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.entry import Entry, TextField, WordField, entered
from shipments.api.examples import LEG, sent, shown
from shipments.api.resource import Resource
from shipments.models import Leg, Shipment
from shipments.models.choices import modes
from shipments.services import legs
from shipments.services.leg_checks import MOST_LEGS, LegEntry

_SENT_LEG = {
    "mode": "sea",
    "from_place": "USSUN",
    "to_place": "ILASH",
    "voyage": "0042E",
    "planned_departure_on": "2026-11-18",
    "planned_arrival_on": "2026-12-14",
}


@extend_schema_serializer(examples=[shown("By sea", LEG)])
class LegSerializer(serializers.ModelSerializer[Leg]):
    """One stretch of a shipment's way, by the plan in force."""

    from_place = serializers.CharField(source="from_place.code", read_only=True)
    to_place = serializers.CharField(source="to_place.code", read_only=True)
    passes: serializers.RelatedField[Any, Any, Any] = serializers.SlugRelatedField(
        many=True, read_only=True, slug_field="code", help_text="Codes of passages between."
    )

    class Meta:
        model = Leg
        fields = [
            "sequence",
            "mode",
            "from_place",
            "to_place",
            "passes",
            "carrier",
            "voyage",
            "departure",
            "planned_departure_on",
            "planned_arrival_on",
            "because",
            "planned_at",
        ]
        read_only_fields = fields


class LegEntrySerializer(Entry):
    """A leg as it is planned. Places go by their code, days are local to them."""

    mode = WordField(choices=modes(), allow_blank=True)
    from_place = TextField(max_length=12, allow_blank=True)
    to_place = TextField(max_length=12, allow_blank=True)
    passes = serializers.ListField(
        child=TextField(max_length=12),
        required=False,
        max_length=20,
        help_text="Codes of passages between.",
    )
    carrier = TextField(required=False, allow_blank=True, max_length=120)
    voyage = TextField(
        required=False,
        allow_blank=True,
        max_length=40,
        help_text="One of a scheduled departure on this way fills in its carrier and days.",
    )
    planned_departure_on = serializers.DateField(required=False, allow_null=True)
    planned_arrival_on = serializers.DateField(required=False, allow_null=True)


@extend_schema_serializer(examples=[sent("One leg by sea", {"legs": [_SENT_LEG]})])
class LegsEntry(Entry):
    """The whole way of a shipment, from its first place to its last."""

    legs = serializers.ListField(child=LegEntrySerializer(), max_length=MOST_LEGS)
    because = TextField(required=False, allow_blank=True, max_length=300)


class ShipmentLegs(Resource, GenericAPIView[Any]):
    """Where the way of one shipment is planned. The shipment itself shows the plan in force."""

    queryset = Shipment.objects.none()
    serializer_class = LegSerializer
    lookup_field = "tcn"

    def get_queryset(self) -> QuerySet[Shipment]:
        return Shipment.objects.visible_to(self.person)

    @extend_schema(request=LegsEntry, responses={201: LegSerializer(many=True)})
    def post(self, request: Request, tcn: str) -> Response:
        """Plan the legs. Those in force before stay on record as replaced."""
        shipment = self.get_object()
        entry = entered(LegsEntry, request)
        planned = legs.plan(
            tcn=shipment.tcn,
            legs=[
                LegEntry(**leg | {"passes": tuple(leg.get("passes", ()))}) for leg in entry["legs"]
            ],
            because=entry.get("because", ""),
            by=self.person,
            at=timezone.now(),
        )
        rows = in_force().filter(pk__in=[leg.pk for leg in planned])
        return Response(self.get_serializer(rows, many=True).data, status.HTTP_201_CREATED)


def in_force() -> QuerySet[Leg]:
    """Load what a leg shows, in the order of the way."""
    rows = Leg.objects.in_force().in_sequence().select_related("from_place", "to_place")
    return rows.prefetch_related("passes")
