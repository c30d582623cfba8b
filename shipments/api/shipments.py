from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.entry import entered
from shipments.api.examples import SHIPMENT, shown
from shipments.api.filters import DayFilter, TextFilter, TruthFilter
from shipments.api.legs import LegSerializer, in_force
from shipments.api.milestones import MilestoneSerializer
from shipments.api.pages import Ordering
from shipments.api.places import PlaceSerializer
from shipments.api.resource import Detail, Listing
from shipments.api.shipment_entry import ShipmentEntrySerializer, entry_of
from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.models import (
    Milestone,
    Order,
    Package,
    PackageContent,
    Shipment,
    ShipmentLine,
    User,
)
from shipments.models.choices import modes, shipment_states
from shipments.queries import shipment_standings
from shipments.services import shipments


class ShipmentLineSerializer(serializers.ModelSerializer[ShipmentLine]):
    order = serializers.CharField(source="order.reference", read_only=True)
    unit_of_issue = serializers.CharField(source="order.unit_of_issue", read_only=True)

    class Meta:
        model = ShipmentLine
        fields = ["order", "quantity", "unit_of_issue", "lot", "serial_from", "serial_to"]
        read_only_fields = fields


class PackageContentSerializer(serializers.ModelSerializer[PackageContent]):
    order = serializers.CharField(source="line.order.reference", read_only=True)

    class Meta:
        model = PackageContent
        fields = ["order", "quantity"]
        read_only_fields = fields


class PackageSerializer(serializers.ModelSerializer[Package]):
    contents = PackageContentSerializer(many=True, read_only=True)

    class Meta:
        model = Package
        fields = ["number", "kind", "marking", "gross_weight_kg", "cube_m3", "contents"]
        read_only_fields = fields


@extend_schema_serializer(examples=[shown("At sea", SHIPMENT)])
class ShipmentSerializer(serializers.ModelSerializer[Shipment]):
    """Goods under one TCN: what is aboard and what happened. Give it rows from ``seen_by()``."""

    from_place = PlaceSerializer(read_only=True)
    to_place = PlaceSerializer(read_only=True)
    state = serializers.SerializerMethodField(
        help_text="Planned, ready, released, departed, in_transit, arrived, received, closed, cancelled."
    )
    departed_on = serializers.SerializerMethodField(help_text="The actual day.")
    arrived_on = serializers.SerializerMethodField(help_text="The actual day.")
    expected_arrival_on = serializers.SerializerMethodField(
        help_text="The actual day, else an estimate; expected_basis says where it comes from."
    )
    expected_basis = serializers.SerializerMethodField()
    next_milestone = serializers.SerializerMethodField(
        help_text="The kind that should be heard of next; empty when nothing is awaited."
    )
    next_milestone_due_on = serializers.SerializerMethodField(
        help_text="When it is over, the shipment is stalled."
    )
    logged_by = serializers.CharField(
        source="logged_by.name", read_only=True, allow_null=True, help_text="Null for a feed."
    )
    split_from = serializers.CharField(
        source="split_from.tcn",
        read_only=True,
        allow_null=True,
        help_text="The shipment it was split from on the way.",
    )
    lines = ShipmentLineSerializer(many=True, read_only=True)
    packages = PackageSerializer(many=True, read_only=True)
    legs = LegSerializer(many=True, read_only=True)
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
            "state",
            "departed_on",
            "arrived_on",
            "expected_arrival_on",
            "expected_basis",
            "next_milestone",
            "next_milestone_due_on",
            "departure",
            "split_from",
            "gross_weight_kg",
            "cube_m3",
            "containers",
            "note",
            "logged_at",
            "logged_by",
            "cancelled_at",
            "cancelled_because",
            "lines",
            "packages",
            "legs",
            "milestones",
        ]
        read_only_fields = fields

    def get_state(self, shipment: Shipment) -> str:
        return shipment_standings.of(shipment).state

    def get_expected_arrival_on(self, shipment: Shipment) -> date | None:
        return shipment_standings.of(shipment).expected_arrival_on

    def get_expected_basis(self, shipment: Shipment) -> str:
        return shipment_standings.of(shipment).expected_basis

    def get_next_milestone(self, shipment: Shipment) -> str:
        return shipment_standings.of(shipment).next_milestone

    def get_next_milestone_due_on(self, shipment: Shipment) -> date | None:
        return shipment_standings.of(shipment).next_milestone_due_on

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
    """Load what a shipment shows to this person, in seven queries however many there are.

    A shipment may carry the orders of several contractors: each sees its own lines alone.
    """
    lines = ShipmentLine.objects.select_related("order").order_by("pk")
    contents = PackageContent.objects.select_related("line__order").order_by("line_id")
    packages = Package.objects.by_number()
    if person.is_contractors:
        lines = lines.filter(order__contractor=person.contractor_id)
        contents = contents.filter(line__order__contractor=person.contractor_id)
        packages = packages.filter(Exists(contents.filter(package=OuterRef("pk"))))
    packages = packages.prefetch_related(Prefetch("contents", contents))
    milestones = Milestone.objects.standing().select_related("place").oldest_first()
    return (
        Shipment.objects.visible_to(person)
        .select_related("from_place", "to_place", "logged_by", "split_from", "standing")
        .prefetch_related(
            Prefetch("lines", lines),
            Prefetch("packages", packages),
            Prefetch("legs", in_force()),
            Prefetch("milestones", milestones),
        )
    )


class ShipmentFilters(FilterSet):
    tcn = TextFilter()
    order = TextFilter(method="carrying", label="The reference of an order aboard.")
    state = ChoiceFilter(field_name="standing__state", choices=shipment_states())
    mode = ChoiceFilter(choices=modes())
    stalled = TruthFilter(method="overdue", label="Its next milestone was due before today.")
    unreleased = TruthFilter(method="left_unreleased", label="It left with no release on record.")
    carrier = TextFilter()
    from_place = TextFilter(field_name="from_place__code", label="The place's code.")
    to_place = TextFilter(field_name="to_place__code", label="The place's code.")
    planned_arrival_from = DayFilter(field_name="planned_arrival_on", lookup_expr="gte")
    planned_arrival_to = DayFilter(field_name="planned_arrival_on", lookup_expr="lte")
    cancelled = TruthFilter(field_name="cancelled_at", lookup_expr="isnull", exclude=True)

    def overdue(self, rows: QuerySet[Shipment], name: str, value: bool) -> QuerySet[Shipment]:
        late = Q(standing__next_milestone_due_on__lt=timezone.now().date())
        return rows.filter(late) if value else rows.exclude(late)

    def left_unreleased(
        self, rows: QuerySet[Shipment], name: str, value: bool
    ) -> QuerySet[Shipment]:
        gone = [state.value for state in shipment_standings.GONE]
        left = Q(released_at__isnull=True, standing__state__in=gone)
        return rows.filter(left) if value else rows.exclude(left)

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
        entry = entry_of(entered(ShipmentEntrySerializer, request))
        logged = shipments.log(entry, by=self.person, at=timezone.now())
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
