from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.entry import entered
from shipments.api.examples import shown
from shipments.api.expedite_entries import OpeningEntry
from shipments.api.expediting_examples import ACTION, EXPEDITE, EXPEDITE_WITH_ACTIONS
from shipments.api.filters import DayFilter, KeyFilter, TextFilter, TruthFilter
from shipments.api.pages import Ordering
from shipments.api.resource import Detail, Listing, Resource
from shipments.models import Expedite, ExpediteAction
from shipments.models.choices import expedite_states
from shipments.services import expedites


class OurOwn(Resource):
    """An address that is not there for contractors: case files are our own."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.person.is_contractors:
            raise Http404


@extend_schema_serializer(examples=[shown("A follow-up", ACTION)])
class ActionSerializer(serializers.ModelSerializer[ExpediteAction]):
    """One thing done in a case file. Give it rows from ``with_people()``."""

    by = serializers.CharField(
        source="by.name",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="Null where the worker or a contact did it.",
    )
    contact = serializers.CharField(
        source="contact.name", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = ExpediteAction
        fields = [
            "id",
            "kind",
            "state_before",
            "state_after",
            "at",
            "by",
            "contact",
            "text",
            "facts",
            "call",
        ]
        read_only_fields = fields


@extend_schema_serializer(examples=[shown("After the follow-up", EXPEDITE)])
class ExpediteSerializer(serializers.ModelSerializer[Expedite]):
    """The case file of one order's follow-up. Give it rows with their order and people."""

    order = serializers.CharField(source="order.reference", read_only=True)
    owner = serializers.CharField(source="owner.name", read_only=True)
    opened_by = serializers.CharField(
        source="opened_by.name", read_only=True, allow_null=True, default=None
    )
    reasons = serializers.ListField(
        child=serializers.DictField(), read_only=True, help_text="The live flags at opening."
    )
    commitment = serializers.IntegerField(
        source="commitment_id",
        read_only=True,
        allow_null=True,
        help_text="The number of the promise that it waits for.",
    )

    class Meta:
        model = Expedite
        fields = [
            "id",
            "order",
            "owner",
            "owner_id",
            "state",
            "opened_at",
            "opened_by",
            "expected_at_opening",
            "reasons",
            "lever",
            "rung",
            "next_step",
            "next_step_on",
            "snoozed_until",
            "snoozed_because",
            "commitment",
            "closed_at",
            "outcome",
            "days_gained",
            "days_gained_are_firm",
        ]
        read_only_fields = fields


@extend_schema_serializer(examples=[shown("With what was done", EXPEDITE_WITH_ACTIONS)])
class WholeExpediteSerializer(ExpediteSerializer):
    """A case file with what was done in it, oldest first. Give it rows from ``whole``."""

    actions = ActionSerializer(many=True, read_only=True)

    class Meta(ExpediteSerializer.Meta):
        fields = [*ExpediteSerializer.Meta.fields, "actions"]
        read_only_fields = fields


def with_people(rows: QuerySet[Expedite]) -> QuerySet[Expedite]:
    return rows.select_related("order", "owner", "opened_by")


def whole(rows: QuerySet[Expedite]) -> QuerySet[Expedite]:
    """Load what was done too. One query more."""
    done = ExpediteAction.objects.with_people().oldest_first()
    return with_people(rows).prefetch_related(Prefetch("actions", done))


class ExpediteFilters(FilterSet):
    order = TextFilter(field_name="order__reference", label="The order's reference.")
    owner = KeyFilter(field_name="owner", label="The number of who has it in hand.")
    state = ChoiceFilter(choices=expedite_states())
    open = TruthFilter(field_name="closed_at", lookup_expr="isnull", label="Not closed yet.")
    due_to = DayFilter(field_name="next_step_on", lookup_expr="lte")


class ExpediteList(OurOwn, Listing[Expedite]):
    """Case files, the last opened first. Not for contractors."""

    queryset = Expedite.objects.none()
    serializer_class = ExpediteSerializer
    filterset_class = ExpediteFilters
    orderings = {"id": Ordering("id")}
    default_ordering = "-id"

    def get_queryset(self) -> QuerySet[Expedite]:
        return with_people(Expedite.objects.visible_to(self.person))

    @extend_schema(
        request=OpeningEntry,
        responses={201: ExpediteSerializer(many=True)},
        filters=False,
    )
    def post(self, request: Request) -> Response:
        """Take up flagged orders of one contractor together, all or none of them."""
        entry = entered(OpeningEntry, request)
        files = expedites.open_call(
            references=entry["orders"],
            lever=entry.get("lever", ""),
            by=self.person,
            at=timezone.now(),
        )
        body = ExpediteSerializer(files, many=True, context=self.get_serializer_context()).data
        return Response(body, status.HTTP_201_CREATED)


class ExpediteDetail(OurOwn, Detail[Expedite]):
    """One case file with what was done in it. Not for contractors."""

    queryset = Expedite.objects.none()
    serializer_class = WholeExpediteSerializer

    def get_queryset(self) -> QuerySet[Expedite]:
        return whole(Expedite.objects.visible_to(self.person))
