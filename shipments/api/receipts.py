from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.entry import Entry, QuantityField, TextField, entered
from shipments.api.examples import RECEIPT, sent, shown
from shipments.api.resource import Resource
from shipments.models import Receipt, Shipment
from shipments.services import receipts
from shipments.services.receipt_entry import ReceiptEntry


@extend_schema_serializer(examples=[shown("A package", RECEIPT)])
class ReceiptSerializer(serializers.ModelSerializer[Receipt]):
    """A quantity that came. A wrong one is retracted by a later one that names it."""

    tcn = serializers.CharField(source="line.shipment.tcn", read_only=True)
    order = serializers.CharField(source="line.order.reference", read_only=True)
    lot = serializers.CharField(source="line.lot", read_only=True)
    package = serializers.IntegerField(
        source="package.number", read_only=True, allow_null=True, help_text="Its number."
    )
    retracts = serializers.IntegerField(
        source="retracts_id", read_only=True, allow_null=True, help_text="What it takes back."
    )

    class Meta:
        model = Receipt
        fields = [
            "id",
            "tcn",
            "order",
            "lot",
            "package",
            "quantity",
            "received_on",
            "operation",
            "source",
            "note",
            "recorded_at",
            "retracts",
            "reason",
        ]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        sent(
            "A package",
            {"operation": "6f2b0f2e-6f0c-4b1c-9d6d-3f5c1c3b7a10", "package": 1},
        ),
        sent(
            "A part of an order",
            {
                "operation": "6f2b0f2e-6f0c-4b1c-9d6d-3f5c1c3b7a11",
                "order": "Q000001",
                "quantity": 38,
            },
        ),
    ]
)
class ReceiptEntrySerializer(Entry):
    """What came: a package, or a quantity of an order aboard, or all that is left."""

    operation = serializers.UUIDField(
        help_text="Made by the sender. The same one again is answered with what is there."
    )
    package = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    order = TextField(
        required=False,
        allow_blank=True,
        max_length=60,
        help_text="Reference or document number; with neither this nor a package, all that is left.",
    )
    lot = TextField(required=False, allow_blank=True, max_length=40)
    quantity = QuantityField(
        required=False, allow_null=True, help_text="In the order's unit; all of it when left out."
    )
    received_on = serializers.DateField(
        required=False, allow_null=True, help_text="Today when left out."
    )
    note = TextField(required=False, allow_blank=True, max_length=300)


@extend_schema_serializer(examples=[sent("Counted twice", {"reason": "Counted twice"})])
class RetractionEntry(Entry):
    """Why a receipt is taken back."""

    reason = TextField(max_length=300, allow_blank=True)


class ShipmentReceipts(Resource, GenericAPIView[Any]):
    """Where what came of one shipment is recorded."""

    queryset = Shipment.objects.none()
    serializer_class = ReceiptSerializer
    lookup_field = "tcn"

    def get_queryset(self) -> QuerySet[Shipment]:
        return Shipment.objects.visible_to(self.person)

    @extend_schema(
        request=ReceiptEntrySerializer,
        responses={200: ReceiptSerializer(many=True), 201: ReceiptSerializer(many=True)},
    )
    def post(self, request: Request, tcn: str) -> Response:
        """Receive; 200 where the operation was recorded before, with what it left."""
        shipment = self.get_object()
        entry = entered(ReceiptEntrySerializer, request)
        made = receipts.record(
            ReceiptEntry(tcn=shipment.tcn, **entry), by=self.person, at=timezone.now()
        )
        said = status.HTTP_200_OK if made.again else status.HTTP_201_CREATED
        return Response(ReceiptSerializer(made.receipts, many=True).data, said)


class ReceiptRetraction(Resource, GenericAPIView[Any]):
    """Where one receipt is taken back."""

    queryset = Receipt.objects.none()
    serializer_class = ReceiptSerializer

    @extend_schema(request=RetractionEntry, responses={201: ReceiptSerializer})
    def post(self, request: Request, tcn: str, pk: int) -> Response:
        """Retract a receipt. Both entries stay readable."""
        entry = entered(RetractionEntry, request)
        try:
            made = receipts.retract(
                tcn=tcn, receipt_id=pk, by=self.person, at=timezone.now(), **entry
            )
        except Receipt.DoesNotExist as error:
            raise Http404 from error
        return Response(self.get_serializer(made).data, status.HTTP_201_CREATED)
