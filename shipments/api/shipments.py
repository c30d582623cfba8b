from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django_filters.rest_framework import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.examples import SHIPMENT, shown
from shipments.api.filters import DayFilter, TruthFilter
from shipments.api.milestones import MilestoneSerializer
from shipments.api.pages import Ordering
from shipments.api.places import PlaceSerializer
from shipments.api.resource import Detail, Listing, entered
from shipments.api.shipment_entry import ShipmentEntrySerializer
from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.models import Milestone, Order, Shipment, ShipmentLine, User
from shipments.models.choices import modes
from shipments.services import shipments
from shipments.services.shipment_entry import LineEntry, ShipmentEntry


class ShipmentLineSerializer(serializers.ModelSerializer[ShipmentLine]):
    order = serializers.CharField(source="order.reference", read_only=True)
    unit_of_issue = serializers.CharField(source="order.unit_of_issue", read_only=True)

    class Meta:
        model = ShipmentLine
        fields = ["order", "quantity", "unit_of_issue", "lot"]
        read_only_fields = fields


@extend_schema_serializer(examples=[shown("At sea", SHIPMENT)])
class ShipmentSerializer(serializers.ModelSerializer[Shipment]):
    """Goods under one TCN: what is aboard and what happened. Give it rows from ``seen_by()``."""

    from_place = PlaceSerializer(read_only=True)
    to_place = PlaceSerializer(read_only=True)
    departed_on = serializers.SerializerMethodField(help_text="The actual day.")
    arrived_on = serializers.SerializerMethodField(help_text="The actual day.")
    logged_by = serializers.CharField(
        source="logged_by.name", read_only=True, allow_null=True, help_text="Null for a feed."
    )
    lines = ShipmentLineSerializer(many=True, read_only=True)
    milestones = MilestoneSerializer(many=True, read_only=True)

    class Meta:
        model = Shipment
        fields = [
            "tcn",
            "mode",
            "carrier",
            "voyage",
            "from_place",
            "to_place",
            "planned_departure_on",
            "planned_arrival_on",
            "departed_on",
            "arrived_on",
            "note",
            "logged_at",
            "logged_by",
            "cancelled_at",
            "cancelled_because",
            "lines",
            "milestones",
        ]
        read_only_fields = fields

    def get_departed_on(self, shipment: Shipment) -> date | None:
        return _actual(shipment, MilestoneKind.DEPARTED)

    def get_arrived_on(self, shipment: Shipment) -> date | None:
        return _actual(shipment, MilestoneKind.ARRIVED)


def _actual(shipment: Shipment, kind: MilestoneKind) -> date | None:
    """The last one recorded holds. Reads what was prefetched."""
    days = [
        milestone.occurs_on
        for milestone in shipment.milestones.all()
        if milestone.kind == kind and milestone.classifier == Classifier.ACTUAL
    ]
    return days[-1] if days else None


def seen_by(person: User) -> QuerySet[Shipment]:
    """Load what a shipment shows to this person, in three queries however many there are.

    A shipment may carry the orders of several contractors: each sees its own lines alone.
    """
    lines = ShipmentLine.objects.select_related("order").order_by("pk")
    if person.is_contractors:
        lines = lines.filter(order__contractor=person.contractor_id)
    milestones = Milestone.objects.standing().select_related("place").oldest_first()
    return (
        Shipment.objects.visible_to(person)
        .select_related("from_place", "to_place", "logged_by")
        .prefetch_related(Prefetch("lines", lines), Prefetch("milestones", milestones))
    )


class ShipmentFilters(FilterSet):
    tcn = CharFilter()
    order = CharFilter(method="carrying", label="The reference of an order aboard.")
    mode = ChoiceFilter(choices=modes())
    carrier = CharFilter()
    from_place = CharFilter(field_name="from_place__code", label="The place's code.")
    to_place = CharFilter(field_name="to_place__code", label="The place's code.")
    planned_arrival_from = DayFilter(field_name="planned_arrival_on", lookup_expr="gte")
    planned_arrival_to = DayFilter(field_name="planned_arrival_on", lookup_expr="lte")
    cancelled = TruthFilter(field_name="cancelled_at", lookup_expr="isnull", exclude=True)

    def carrying(self, rows: QuerySet[Shipment], name: str, value: str) -> QuerySet[Shipment]:
        # Asked of the orders this person may see, or the answer would tell of the others.
        orders = Order.objects.visible_to(self.request.user).filter(reference=value)
        aboard = ShipmentLine.objects.filter(shipment=OuterRef("pk"), order__in=orders)
        return rows.filter(Exists(aboard))


class ShipmentList(Listing[Shipment]):
    """Shipments, the last logged first, and where the next is logged."""

    queryset = Shipment.objects.none()
    serializer_class = ShipmentSerializer
    filterset_class = ShipmentFilters
    orderings = {
        "logged_at": Ordering("logged_at"),
        "tcn": Ordering("tcn"),
        "planned_departure_on": Ordering("planned_departure_on", nullable=True),
        "planned_arrival_on": Ordering("planned_arrival_on", nullable=True),
    }
    default_ordering = "-logged_at"

    def get_queryset(self) -> QuerySet[Shipment]:
        return seen_by(self.person)

    @extend_schema(request=ShipmentEntrySerializer, responses={201: ShipmentSerializer})
    def post(self, request: Request) -> Response:
        """Log a shipment: all of it, or nothing."""
        entry = entered(ShipmentEntrySerializer, request)
        lines = tuple(LineEntry(**line) for line in entry.pop("lines"))
        logged = shipments.log(
            ShipmentEntry(lines=lines, **entry), by=self.person, at=timezone.now()
        )
        shipment = seen_by(self.person).get(pk=logged.pk)
        where = reverse("api:shipment", args=[shipment.tcn])
        body = self.get_serializer(shipment).data
        return Response(body, status.HTTP_201_CREATED, headers={"Location": where})


class ShipmentDetail(Detail[Shipment]):
    """One shipment."""

    queryset = Shipment.objects.none()
    serializer_class = ShipmentSerializer
    lookup_field = "tcn"

    def get_queryset(self) -> QuerySet[Shipment]:
        return seen_by(self.person)
