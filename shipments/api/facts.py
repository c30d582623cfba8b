"""How facts from outside are shown: as exactly as they are known, and where they were read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from shipments.models.choices import precisions


class PrecisionField(serializers.ChoiceField):
    """How exactly the date beside it is known; null where the date is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=precisions(), allow_null=True, read_only=True, **options)

    def to_representation(self, value: Any) -> Any:
        return value or None


class MoneySerializer(serializers.Serializer[Any]):
    """An amount as a string, because a number would lose cents on the way."""

    amount = serializers.DecimalField(max_digits=16, decimal_places=2)
    currency = serializers.CharField(help_text="ISO 4217.")


@extend_schema_field(MoneySerializer(allow_null=True))
class ValueField(serializers.Field[Any, Any, dict[str, str] | None, Any]):
    """The row's ``value`` in its ``value_currency``; null when no value is published."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> dict[str, str] | None:
        amount: Decimal | None = value.value
        return None if amount is None else {"amount": str(amount), "currency": value.value_currency}


@extend_schema_field(serializers.ListField(child=serializers.URLField()))
class SourcesField(serializers.Field[Any, Any, list[str], Any]):
    """Addresses of the documents the facts were read in. Give it prefetched rows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Any) -> list[str]:
        return [document.address for document in value.all()]
