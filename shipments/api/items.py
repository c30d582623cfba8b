from __future__ import annotations

from rest_framework import serializers

from shipments.models import Item


class ItemSerializer(serializers.ModelSerializer[Item]):
    """What is ordered, as its source prints it."""

    class Meta:
        model = Item
        fields = ["name", "nsn"]
        read_only_fields = fields
