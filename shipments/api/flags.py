from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django_filters.rest_framework import (
    CharFilter,
    ChoiceFilter,
    FilterSet,
)
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from shipments.api.examples import FLAG, shown
from shipments.api.filters import DayFilter, KeyFilter
from shipments.api.pages import Ordering
from shipments.api.resource import Detail, Listing
from shipments.expedite.reading import rules
from shipments.expedite.sentences import sentence
from shipments.models import Flag
from shipments.models.choices import flag_kinds


@extend_schema_serializer(examples=[shown("Nothing heard", FLAG)])
class FlagSerializer(serializers.ModelSerializer[Flag]):
    """Why one order should be sped up. Give it rows from ``with_order()``."""

    order = serializers.CharField(source="order.reference", read_only=True)
    item = serializers.CharField(source="order.item.name", read_only=True)
    contractor = serializers.CharField(
        source="order.contractor.name",
        read_only=True,
        allow_null=True,
        help_text="Null while it is not known.",
    )
    sentence = serializers.SerializerMethodField(help_text="Why, in words, as of today.")
    policy_version = serializers.IntegerField(source="policy.version", read_only=True)

    class Meta:
        model = Flag
        fields = [
            "id",
            "order",
            "item",
            "contractor",
            "reason",
            "kind",
            "since",
            "points",
            "sentence",
            "evidence",
            "policy_version",
            "raised_at",
            "evidence_at",
        ]
        read_only_fields = fields

    def get_sentence(self, flag: Flag) -> str:
        return sentence(flag, timezone.now().date())


def reasons() -> list[tuple[str, str]]:
    """Name the rules there are, and when each holds."""
    return [(rule.code, rule.meaning) for rule in rules()]


class FlagFilters(FilterSet):
    reason = ChoiceFilter(choices=reasons)
    kind = ChoiceFilter(choices=flag_kinds())
    order = CharFilter(field_name="order__reference", label="The order's reference.")
    contractor = KeyFilter(field_name="order__contractor")
    since_from = DayFilter(field_name="since", lookup_expr="gte")
    since_to = DayFilter(field_name="since", lookup_expr="lte")


class FlagList(Listing[Flag]):
    """Live flags, weightiest first. A flag that no longer holds is gone from here."""

    queryset = Flag.objects.none()
    serializer_class = FlagSerializer
    filterset_class = FlagFilters
    orderings = {
        "points": Ordering("points"),
        "since": Ordering("since"),
        "raised_at": Ordering("raised_at"),
    }
    default_ordering = "-points"

    def get_queryset(self) -> QuerySet[Flag]:
        return Flag.objects.visible_to(self.person).live().with_order()


class FlagDetail(Detail[Flag]):
    """One live flag."""

    queryset = Flag.objects.none()
    serializer_class = FlagSerializer

    def get_queryset(self) -> QuerySet[Flag]:
        return Flag.objects.visible_to(self.person).live().with_order()
