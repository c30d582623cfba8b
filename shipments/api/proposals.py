from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.entry import entered
from shipments.api.examples import shown
from shipments.api.expedite_entries import AcceptEntry, DeclineEntry
from shipments.api.expedites import OurOwn
from shipments.api.expediting_examples import PROPOSAL
from shipments.api.filters import TextFilter, TruthFilter
from shipments.api.pages import Ordering
from shipments.api.resource import Listing
from shipments.models import Proposal
from shipments.services import answers


@extend_schema_serializer(examples=[shown("Later than promised", PROPOSAL)])
class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """A date worse than the one that stands. Give it rows with their order and people."""

    order = serializers.CharField(source="order.reference", read_only=True)
    contact = serializers.CharField(source="contact.name", read_only=True)
    decided_by = serializers.CharField(
        source="decided_by.name", read_only=True, allow_null=True, default=None
    )
    promise = serializers.IntegerField(
        source="promise_id",
        read_only=True,
        allow_null=True,
        help_text="The number of the promise that it became.",
    )

    class Meta:
        model = Proposal
        fields = [
            "id",
            "batch",
            "order",
            "contact",
            "ship_on",
            "quantity",
            "reason",
            "proposed_at",
            "decided_at",
            "decided_by",
            "decision_reason",
            "promise",
        ]
        read_only_fields = fields


class ProposalFilters(FilterSet):
    order = TextFilter(field_name="order__reference", label="The order's reference.")
    waiting = TruthFilter(field_name="decided_at", lookup_expr="isnull", label="Not decided yet.")


class ProposalList(OurOwn, Listing[Proposal]):
    """What contacts proposed, the last first. Parts of one answer share their batch."""

    queryset = Proposal.objects.none()
    serializer_class = ProposalSerializer
    filterset_class = ProposalFilters
    orderings = {"id": Ordering("id")}
    default_ordering = "-id"

    def get_queryset(self) -> QuerySet[Proposal]:
        rows = Proposal.objects.visible_to(self.person)
        return rows.select_related("order", "contact", "decided_by")


class Decision(OurOwn, GenericAPIView[Proposal]):
    """A word on all parts of one answer. It answers with them as they then stand."""

    queryset = Proposal.objects.none()
    serializer_class = ProposalSerializer

    def parts(self, batch: UUID) -> Response:
        rows = Proposal.objects.visible_to(self.person).filter(batch=batch)
        parts = rows.select_related("order", "contact", "decided_by").order_by("ship_on", "pk")
        return Response(self.get_serializer(parts, many=True).data)


class Accept(Decision):
    @extend_schema(request=AcceptEntry, responses=ProposalSerializer(many=True))
    def post(self, request: Request, batch: UUID) -> Response:
        """Let a proposed date stand as the order's promise."""
        entered(AcceptEntry, request)
        answers.accept(
            batch=batch,
            by=self.person,
            at=timezone.now(),
            link_base=request.build_absolute_uri("/answer/"),
        )
        return self.parts(batch)


class Decline(Decision):
    @extend_schema(request=DeclineEntry, responses=ProposalSerializer(many=True))
    def post(self, request: Request, batch: UUID) -> Response:
        """Turn a proposed date down, with a reason."""
        entry = entered(DeclineEntry, request)
        answers.decline(
            batch=batch,
            by=self.person,
            at=timezone.now(),
            link_base=request.build_absolute_uri("/answer/"),
            **entry,
        )
        return self.parts(batch)
