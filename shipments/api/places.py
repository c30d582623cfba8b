from __future__ import annotations

from rest_framework import serializers

from shipments.models import Place


class PlaceSerializer(serializers.ModelSerializer[Place]):
    """A place on the way, by the code that a shipment is logged with."""

    class Meta:
        model = Place
        fields = ["code", "name", "country_code"]
        read_only_fields = fields
