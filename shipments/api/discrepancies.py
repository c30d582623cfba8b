from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.entry import Entry, QuantityField, TextField, WordField, entered
from shipments.api.examples import DISCREPANCY, sent, shown
from shipments.api.resource import Resource
from shipments.models import Discrepancy, Shipment
from shipments.models.choices import discrepancy_kinds
from shipments.services import discrepancies
from shipments.services.discrepancies import DiscrepancyEntry


@extend_schema_serializer(examples=[shown("Two are missing", DISCREPANCY)])
class DiscrepancySerializer(serializers.ModelSerializer[Discrepancy]):
    """How what came differs from what was shipped: reported, then settled or withdrawn."""

    tcn = serializers.CharField(source="line.shipment.tcn", read_only=True)
    order = serializers.CharField(source="line.order.reference", read_only=True)
    lot = serializers.CharField(source="line.lot", read_only=True)

    class Meta:
        model = Discrepancy
        fields = [
            "number",
            "tcn",
            "order",
            "lot",
            "kind",
            "quantity",
            "to_replace",
            "wrong_item",
            "found_on",
            "report_by",
            "note",
            "operation",
            "recorded_at",
            "settled_at",
            "settlement",
            "withdrawn_at",
            "withdrawn_because",
        ]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        sent(
            "Two are missing",
            {
                "operation": "6f2b0f2e-6f0c-4b1c-9d6d-3f5c1c3b7a12",
                "order": "Q000001",
                "kind": "shortage",
                "quantity": 2,
            },
        )
    ]
)
class DiscrepancyEntrySerializer(Entry):
    """What was found on one line of the shipment."""

    operation = serializers.UUIDField(
        help_text="Made by the sender. The same one again is answered with what is there."
    )
    order = TextField(max_length=60, allow_blank=True, help_text="Reference or document number.")
    lot = TextField(required=False, allow_blank=True, max_length=40)
    kind = WordField(choices=discrepancy_kinds(), allow_blank=True)
    quantity = QuantityField(help_text="In the order's unit.")
    to_replace = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        help_text="How much is to be shipped again; all of it when left out.",
    )
    wrong_item = TextField(
        required=False, allow_blank=True, max_length=400, help_text="What came instead."
    )
    found_on = serializers.DateField(
        required=False, allow_null=True, help_text="Today when left out."
    )
    note = TextField(required=False, allow_blank=True, max_length=2000)


class ShipmentDiscrepancies(Resource, GenericAPIView[Any]):
    """Where what differs is reported."""

    queryset = Shipment.objects.none()
    serializer_class = DiscrepancySerializer
    lookup_field = "tcn"

    def get_queryset(self) -> QuerySet[Shipment]:
        return Shipment.objects.visible_to(self.person)

    @extend_schema(request=DiscrepancyEntrySerializer, responses={201: DiscrepancySerializer})
    def post(self, request: Request, tcn: str) -> Response:
        """Report what is short, over, damaged, wrong or was not delivered."""
        shipment = self.get_object()
        entry = entered(DiscrepancyEntrySerializer, request)
        made = discrepancies.report(
            DiscrepancyEntry(tcn=shipment.tcn, line=None, **entry),
            by=self.person,
            at=timezone.now(),
        )
        return Response(self.get_serializer(made).data, status.HTTP_201_CREATED)
