from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.entry import Entry, QuantityField, TextField, WordField, entered
from shipments.api.examples import PROMISE, sent, shown
from shipments.api.filters import DayFilter, TextFilter
from shipments.api.pages import Ordering
from shipments.api.resource import Detail, Listing
from shipments.models import Order, Promise
from shipments.models.choices import channels
from shipments.services import promises


@extend_schema_serializer(examples=[shown("Moved by two weeks", PROMISE)])
class PromiseSerializer(serializers.ModelSerializer[Promise]):
    """A ship date that a contractor gave. Give it rows with their order and recorder.

    Of an order the one holds that was said last, by ``reported_at`` where a file told it, else
    by ``recorded_at``.
    """

    order = serializers.CharField(source="order.reference", read_only=True)
    recorded_by = serializers.CharField(
        source="recorded_by.name", read_only=True, allow_null=True, help_text="Null for a feed."
    )

    class Meta:
        model = Promise
        fields = [
            "id",
            "order",
            "ship_on",
            "quantity",
            "said_on",
            "said_by",
            "channel",
            "reason",
            "reported_at",
            "recorded_at",
            "recorded_by",
        ]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        sent(
            "Moved by a month",
            {
                "ship_on": "2027-01-29",
                "said_by": "Order desk",
                "channel": "phone",
                "said_on": "2026-11-20",
                "quantity": 40,
                "reason": "Waiting for castings",
            },
        )
    ]
)
class PromiseEntry(Entry):
    """What a contractor said. The order is named by the address."""

    ship_on = serializers.DateField(help_text="The day it promised to ship.")
    said_by = TextField(max_length=120, allow_blank=True)
    channel = WordField(choices=channels(), allow_blank=True)
    said_on = serializers.DateField(required=False, help_text="Today (UTC) when left out.")
    quantity = QuantityField(
        required=False,
        allow_null=True,
        help_text="In the order's unit; null or left out for all that is left.",
    )
    reason = TextField(
        required=False,
        allow_blank=True,
        max_length=300,
        help_text="Why it moved; needed when it is later than the last promise.",
    )


class PromiseFilters(FilterSet):
    order = TextFilter(field_name="order__reference", label="The order's reference.")
    channel = ChoiceFilter(choices=channels())
    ship_from = DayFilter(field_name="ship_on", lookup_expr="gte")
    ship_to = DayFilter(field_name="ship_on", lookup_expr="lte")
    said_from = DayFilter(field_name="said_on", lookup_expr="gte")
    said_to = DayFilter(field_name="said_on", lookup_expr="lte")


class PromiseList(Listing[Promise]):
    """Promises of all orders, the last recorded first. Each stays as it was given."""

    queryset = Promise.objects.none()
    serializer_class = PromiseSerializer
    filterset_class = PromiseFilters
    orderings = {
        "id": Ordering("id"),
    }
    default_ordering = "-id"

    def get_queryset(self) -> QuerySet[Promise]:
        rows = Promise.objects.visible_to(self.person)
        return rows.select_related("order", "recorded_by")


class PromiseDetail(Detail[Promise]):
    """One promise."""

    queryset = Promise.objects.none()
    serializer_class = PromiseSerializer

    def get_queryset(self) -> QuerySet[Promise]:
        rows = Promise.objects.visible_to(self.person)
        return rows.select_related("order", "recorded_by")


class OrderPromises(Listing[Promise]):
    """The promises of one order, and where the next one is recorded.

    A promise is recorded here and not at ``/promises/``, because it cannot be without its
    order: the address names it, so that somebody else's order is not found rather than
    a wrong field.
    """

    queryset = Promise.objects.none()
    serializer_class = PromiseSerializer
    orderings = {
        "recorded_at": Ordering("recorded_at"),
    }
    default_ordering = "recorded_at"

    def order(self) -> Order:
        return get_object_or_404(
            Order.objects.visible_to(self.person), reference=self.kwargs["reference"]
        )

    def get_queryset(self) -> QuerySet[Promise]:
        rows = Promise.objects.visible_to(self.person).filter(order=self.order())
        return rows.select_related("order", "recorded_by")

    @extend_schema(request=PromiseEntry, responses={201: PromiseSerializer})
    def post(self, request: Request, reference: str) -> Response:
        """Record a promise. It replaces the one before, which stays readable."""
        order = self.order()
        entry = entered(PromiseEntry, request)
        promise = promises.record(
            reference=order.reference, by=self.person, at=timezone.now(), **entry
        )
        where = reverse("api:promise", args=[promise.pk])
        body = PromiseSerializer(promise, context=self.get_serializer_context()).data
        return Response(body, status.HTTP_201_CREATED, headers={"Location": where})
