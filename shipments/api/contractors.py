from __future__ import annotations

from rest_framework import serializers

from shipments.models import Contractor


class ContractorSerializer(serializers.ModelSerializer[Contractor]):
    """A contractor's site, as it stands beside what it makes."""

    class Meta:
        model = Contractor
        fields = ["id", "name", "city", "state", "cage_code"]
        read_only_fields = fields
