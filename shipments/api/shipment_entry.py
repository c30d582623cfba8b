"""The body that logs a shipment."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from shipments.api.examples import sent
from shipments.api.resource import Entry, QuantityField, WordField
from shipments.models.choices import modes

MOST_LINES = 500


class LineEntrySerializer(Entry):
    """A quantity of one order aboard."""

    order = serializers.CharField(
        max_length=60,
        allow_blank=True,
        help_text="Reference, document number, or number of a contract that has one order.",
    )
    quantity = QuantityField(help_text="In the order's unit.")
    lot = serializers.CharField(required=False, allow_blank=True, max_length=40)


@extend_schema_serializer(
    examples=[
        sent(
            "Departed by sea",
            {
                "tcn": "BISZZZ63240001XXX",
                "mode": "sea",
                "carrier": "Example Line",
                "voyage": "0042E",
                "from_place": "USSUN",
                "to_place": "ILASH",
                "planned_departure_on": "2026-11-18",
                "planned_arrival_on": "2026-12-14",
                "departed_on": "2026-11-19",
                "source": "Carrier's notice",
                "lines": [{"order": "Q000001", "quantity": 40, "lot": "L-7"}],
            },
        )
    ]
)
class ShipmentEntrySerializer(Entry):
    """A shipment as it is logged. Days are local to their place; places go by their code."""

    mode = WordField(choices=modes(), allow_blank=True)
    from_place = serializers.CharField(max_length=12, allow_blank=True)
    to_place = serializers.CharField(max_length=12, allow_blank=True)
    lines = serializers.ListField(child=LineEntrySerializer(), max_length=MOST_LINES)
    tcn = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=40,
        help_text="17 characters; made from the first order's document number when left out.",
    )
    carrier = serializers.CharField(required=False, allow_blank=True, max_length=120)
    voyage = serializers.CharField(required=False, allow_blank=True, max_length=40)
    planned_departure_on = serializers.DateField(required=False, allow_null=True)
    planned_arrival_on = serializers.DateField(required=False, allow_null=True)
    departed_on = serializers.DateField(
        required=False, allow_null=True, help_text="The actual day, today or earlier."
    )
    arrived_on = serializers.DateField(
        required=False, allow_null=True, help_text="The actual day, today or earlier."
    )
    # The name is the entry's; the framework keeps its own ``source`` apart at run time.
    source = serializers.CharField(  # type: ignore[assignment]
        required=False,
        allow_blank=True,
        max_length=120,
        help_text="Who or what says so; who logs it when left out.",
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000)
