"""What an order stands on: its case, its contract, the notice of the possible sale."""

from __future__ import annotations

from rest_framework import serializers

from shipments.api.facts import PrecisionField, SourcesField, ValueField
from shipments.models import Case, Contract, Notification


class CaseSerializer(serializers.ModelSerializer[Case]):
    """An FMS case or a direct commercial sale. Its value is an estimated ceiling."""

    value = ValueField()

    class Meta:
        model = Case
        fields = ["case_id", "title", "implementing_agency", "stage", "value"]
        read_only_fields = fields


class ContractSerializer(serializers.ModelSerializer[Contract]):
    """A contract, or the announcement of one. Give it prefetched sources."""

    value = ValueField()
    announced_on_precision = PrecisionField()
    estimated_completion_on_precision = PrecisionField()
    sources = SourcesField()

    class Meta:
        model = Contract
        fields = [
            "piid",
            "announced_on",
            "announced_on_precision",
            "value",
            "value_note",
            "customer_share",
            "estimated_completion_on",
            "estimated_completion_on_precision",
            "rating",
            "certainty",
            "sources",
        ]
        read_only_fields = fields


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    """A notice of a possible sale to Congress. Not an order. Give it prefetched sources."""

    value = ValueField()
    notified_on_precision = PrecisionField()
    sources = SourcesField()

    class Meta:
        model = Notification
        fields = [
            "transmittal_number",
            "title",
            "notified_on",
            "notified_on_precision",
            "value",
            "emergency",
            "delivery_estimate",
            "certainty",
            "sources",
        ]
        read_only_fields = fields
