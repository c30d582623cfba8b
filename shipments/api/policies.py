from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from shipments.api.examples import POLICY, shown
from shipments.api.pages import Ordering
from shipments.api.resource import Listing
from shipments.models import Policy


@extend_schema_serializer(examples=[shown("Sooner after silence", POLICY)])
class PolicySerializer(serializers.ModelSerializer[Policy]):
    """One version of the limits that orders are flagged by. Give it rows with their maker."""

    limits = serializers.DictField(
        child=serializers.IntegerField(), read_only=True, help_text="Days, by the limit's name."
    )
    made_by = serializers.CharField(
        source="made_by.name", read_only=True, allow_null=True, help_text="Null for the first."
    )

    class Meta:
        model = Policy
        fields = ["version", "limits", "reason", "made_at", "made_by"]
        read_only_fields = fields


class PolicyList(Listing[Policy]):
    """Versions of the policy, the newest first: that one is in force. Not for contractors."""

    queryset = Policy.objects.none()
    serializer_class = PolicySerializer
    orderings = {"version": Ordering("version")}
    default_ordering = "-version"

    def get_queryset(self) -> QuerySet[Policy]:
        if self.person.is_contractors:
            raise Http404
        return Policy.objects.with_maker()
