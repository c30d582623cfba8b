"""The body that logs a shipment."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from shipments.api.entry import MOST_AT_ONCE, Entry, QuantityField, TextField, WordField
from shipments.api.examples import sent
from shipments.models.choices import modes, package_kinds
from shipments.services.shipment_entry import (
    ContentEntry,
    LineEntry,
    PackageEntry,
    ShipmentEntry,
)

MOST_LINES = 500
MOST_PACKAGE_ROWS = 200
MOST_CONTAINERS = 32_767


class AmountField(serializers.DecimalField):
    """A weight or a cube, to the third decimal; whether it can be, the service says."""

    def __init__(self, digits: int, says: str) -> None:
        super().__init__(
            max_digits=digits, decimal_places=3, required=False, allow_null=True, help_text=says
        )


class LineEntrySerializer(Entry):
    """A quantity of one order aboard."""

    order = TextField(
        max_length=60,
        allow_blank=True,
        help_text="Reference, document number, or number of a contract that has one order.",
    )
    quantity = QuantityField(help_text="In the order's unit.")
    lot = TextField(required=False, allow_blank=True, max_length=40)
    serial_from = TextField(
        required=False, allow_blank=True, max_length=40, help_text="The first serial number."
    )
    serial_to = TextField(
        required=False, allow_blank=True, max_length=40, help_text="The last serial number."
    )


class CountField(serializers.IntegerField):
    """How many; whether that can be, the service says."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=-MOST_AT_ONCE, max_value=MOST_AT_ONCE, **options)


class ContentEntrySerializer(Entry):
    """What of one line is in each of some packages."""

    line = CountField(help_text="Which line of the shipment, 1 for the first.")
    each = CountField(
        required=False,
        allow_null=True,
        help_text="In the order's unit; the line is shared out evenly when left out.",
    )


class PackageEntrySerializer(Entry):
    """Packages that are alike. The last of them holds what is left of its lines."""

    count = CountField(help_text="How many there are.")
    kind = WordField(choices=package_kinds())
    gross_weight_kg = AmountField(12, "Of each.")
    cube_m3 = AmountField(10, "Of each.")
    marking = TextField(required=False, allow_blank=True, max_length=60)
    contents = serializers.ListField(
        child=ContentEntrySerializer(), required=False, max_length=MOST_LINES
    )


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
        ),
        sent(
            "Packed on pallets",
            {
                "mode": "sea",
                "from_place": "USSUN",
                "to_place": "ILASH",
                "departure": 12,
                "containers": 1,
                "lines": [
                    {
                        "order": "BISZZZ63240001",
                        "quantity": 40,
                        "lot": "L-7",
                        "serial_from": "0001",
                        "serial_to": "0040",
                    }
                ],
                "packages": [
                    {
                        "count": 4,
                        "kind": "pallet",
                        "gross_weight_kg": "812.5",
                        "cube_m3": "1.2",
                        "contents": [{"line": 1, "each": 10}],
                    }
                ],
            },
        ),
    ]
)
class ShipmentEntrySerializer(Entry):
    """A shipment as it is logged. Days are local to their place; places go by their code."""

    mode = WordField(choices=modes(), allow_blank=True)
    from_place = TextField(max_length=12, allow_blank=True)
    to_place = TextField(max_length=12, allow_blank=True)
    lines = serializers.ListField(child=LineEntrySerializer(), max_length=MOST_LINES)
    tcn = TextField(
        required=False,
        allow_blank=True,
        max_length=40,
        help_text="17 characters; made from the first order's document number when left out, or "
        "from the shipper's address where that is given, 6 characters.",
    )
    carrier = TextField(required=False, allow_blank=True, max_length=120)
    voyage = TextField(required=False, allow_blank=True, max_length=40)
    planned_departure_on = serializers.DateField(required=False, allow_null=True)
    planned_arrival_on = serializers.DateField(required=False, allow_null=True)
    departed_on = serializers.DateField(
        required=False, allow_null=True, help_text="The actual day, today or earlier."
    )
    arrived_on = serializers.DateField(
        required=False, allow_null=True, help_text="The actual day, today or earlier."
    )
    # The name is the entry's; the framework keeps its own ``source`` apart at run time.
    source = TextField(  # type: ignore[assignment]
        required=False,
        allow_blank=True,
        max_length=120,
        help_text="Who or what says so; who logs it when left out.",
    )
    note = TextField(required=False, allow_blank=True, max_length=4000)
    departure = CountField(
        required=False, allow_null=True, help_text="The number of the departure that takes it."
    )
    gross_weight_kg = AmountField(12, "Of the whole; what its packages add up to when left out.")
    cube_m3 = AmountField(10, "Of the whole; what its packages add up to when left out.")
    containers = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=MOST_CONTAINERS
    )
    packages = serializers.ListField(
        child=PackageEntrySerializer(), required=False, max_length=MOST_PACKAGE_ROWS
    )


def entry_of(sent_values: dict[str, Any]) -> ShipmentEntry:
    """What the service takes, of a body that was read."""
    values = dict(sent_values)
    lines = tuple(LineEntry(**line) for line in values.pop("lines"))
    packages = tuple(
        PackageEntry(
            **{**row, "contents": tuple(ContentEntry(**held) for held in row.get("contents", ()))}
        )
        for row in values.pop("packages", ())
    )
    return ShipmentEntry(lines=lines, packages=packages, **values)
