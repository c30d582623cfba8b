from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django_filters.rest_framework import FilterSet, MultipleChoiceFilter
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from shipments.api.authority import CaseSerializer, ContractSerializer, NotificationSerializer
from shipments.api.contractors import ContractorSerializer
from shipments.api.examples import ORDER, POSSIBLE_SALE, shown
from shipments.api.facts import PrecisionField, SourcesField
from shipments.api.filters import DayFilter, KeyFilter, TextFilter, TruthFilter
from shipments.api.flags import FlagSerializer
from shipments.api.items import ItemSerializer
from shipments.api.pages import Ordering
from shipments.api.promises import PromiseSerializer
from shipments.api.resource import Detail, Listing
from shipments.models import Flag, Order, Promise, ShipmentLine, User
from shipments.models.choices import statuses, urgencies
from shipments.models.order import OrderQuerySet


class OrderFacts(serializers.ModelSerializer[Order]):
    """What list and detail both show. Give it rows from ``with_row()`` and their sources."""

    item = ItemSerializer(read_only=True)
    contractor = ContractorSerializer(
        read_only=True, allow_null=True, help_text="Null while it is not known."
    )
    ordered_on_precision = PrecisionField()
    required_on_precision = PrecisionField()
    status = serializers.ChoiceField(
        source="standing.status", choices=statuses(), read_only=True, help_text="Computed."
    )
    is_open = serializers.BooleanField(source="standing.is_open", read_only=True)
    is_routine = serializers.BooleanField(source="standing.is_routine", read_only=True)
    score = serializers.IntegerField(
        read_only=True, help_text="Sum of the points of its live flags."
    )
    first_promised_ship_on = serializers.DateField(
        source="standing.first_promised_ship_on", read_only=True, allow_null=True
    )
    promised_ship_on = serializers.DateField(
        source="standing.promised_ship_on", read_only=True, allow_null=True
    )
    promises_moved_later = serializers.IntegerField(
        source="standing.promises_moved_later", read_only=True
    )
    expected_ship_on = serializers.DateField(
        source="standing.expected_ship_on", read_only=True, allow_null=True
    )
    expected_delivery_on = serializers.DateField(
        source="standing.expected_delivery_on", read_only=True, allow_null=True
    )
    expected_basis = serializers.CharField(source="standing.expected_basis", read_only=True)
    shipped_quantity = serializers.IntegerField(source="standing.shipped_quantity", read_only=True)
    departed_quantity = serializers.IntegerField(
        source="standing.departed_quantity", read_only=True
    )
    received_quantity = serializers.IntegerField(
        source="standing.received_quantity", read_only=True
    )
    missing_quantity = serializers.IntegerField(
        source="standing.missing_quantity",
        read_only=True,
        help_text="Shipped, but short, lost, wrong or damaged: to be shipped again.",
    )
    left_to_ship = serializers.SerializerMethodField(
        help_text="Null when the ordered quantity is not published, and for a possible sale."
    )
    last_heard_on = serializers.DateField(
        source="standing.last_heard_on", read_only=True, allow_null=True
    )
    sources = SourcesField()

    class Meta:
        model = Order
        fields = [
            "reference",
            "document_number",
            "case",
            "contract",
            "item",
            "contractor",
            "possible_sale",
            "status",
            "is_open",
            "quantity",
            "quantity_qualifier",
            "unit_of_issue",
            "accepted_overage",
            "shipped_quantity",
            "departed_quantity",
            "received_quantity",
            "missing_quantity",
            "left_to_ship",
            "ordered_on",
            "ordered_on_precision",
            "acknowledged_on",
            "required_on",
            "required_on_precision",
            "required_basis",
            "first_required_on",
            "first_required_on_precision",
            "first_promised_ship_on",
            "promised_ship_on",
            "promises_moved_later",
            "expected_ship_on",
            "expected_delivery_on",
            "expected_basis",
            "last_heard_on",
            "priority_designator",
            "urgency",
            "is_routine",
            "score",
            "cancelled_on",
            "certainty",
            "note",
            "sources",
            "recorded_at",
        ]
        read_only_fields = fields
        extra_kwargs = {
            "quantity": {
                "help_text": "In unit_of_issue. Null when it is not published; that is not zero."
            }
        }

    def get_left_to_ship(self, order: Order) -> int | None:
        if order.quantity is None or order.possible_sale:
            return None
        standing = order.standing
        under_way = standing.shipped_quantity - standing.missing_quantity
        return max(0, order.quantity + order.accepted_overage - under_way)


@extend_schema_serializer(
    examples=[shown("An order", ORDER), shown("A possible sale", POSSIBLE_SALE)]
)
class OrderSerializer(OrderFacts):
    """An order and where it stands.

    A possible sale says so twice: ``possible_sale`` is true and ``status`` is "notified". It
    is not an order yet.
    """

    case = serializers.CharField(
        source="case.case_id", read_only=True, allow_null=True, help_text="Like IS-B-ZMI."
    )
    contract = serializers.CharField(
        source="contract.piid", read_only=True, allow_null=True, help_text="Its number."
    )

    class Meta(OrderFacts.Meta):
        pass


class OrderLineSerializer(serializers.ModelSerializer[ShipmentLine]):
    """What one shipment took of the order."""

    tcn = serializers.CharField(source="shipment.tcn", read_only=True)
    cancelled = serializers.SerializerMethodField(help_text="The shipment did not take place.")

    class Meta:
        model = ShipmentLine
        fields = ["tcn", "quantity", "lot", "cancelled"]
        read_only_fields = fields

    def get_cancelled(self, line: ShipmentLine) -> bool:
        return line.shipment.cancelled_at is not None


class OrderDetailSerializer(OrderFacts):
    """An order with everything that hangs on it. Give it rows from ``in_full()``."""

    case = CaseSerializer(read_only=True, allow_null=True)
    contract = ContractSerializer(read_only=True, allow_null=True)
    notification = NotificationSerializer(read_only=True, allow_null=True)
    flags = FlagSerializer(many=True, read_only=True, help_text="Live ones, weightiest first.")
    promises = PromiseSerializer(many=True, read_only=True, help_text="The last one holds.")
    shipment_lines = OrderLineSerializer(many=True, read_only=True)

    class Meta(OrderFacts.Meta):
        fields = [
            *OrderFacts.Meta.fields,
            "notification",
            "flags",
            "promises",
            "shipment_lines",
        ]
        read_only_fields = fields


def in_full(rows: OrderQuerySet, *, by: User) -> QuerySet[Order]:
    """Load what the detail shows, in one query for each of its lists."""
    lines = ShipmentLine.objects.select_related("shipment").order_by("pk")
    promises = Promise.objects.select_related("order", "recorded_by").oldest_first()
    return (
        rows.with_row()
        .select_related("notification")
        .prefetch_related(
            "sources",
            "contract__sources",
            "notification__sources",
            Prefetch("flags", Flag.objects.visible_to(by).live().with_order().weightiest_first()),
            Prefetch("promises", promises),
            Prefetch("shipment_lines", lines),
        )
    )


class OrderFilters(FilterSet):
    status = MultipleChoiceFilter(
        field_name="standing__status", choices=statuses(), label="May be given more than once."
    )
    urgency = MultipleChoiceFilter(choices=urgencies(), label="May be given more than once.")
    possible_sale = TruthFilter()
    is_open = TruthFilter(field_name="standing__is_open")
    is_routine = TruthFilter(field_name="standing__is_routine")
    flagged = TruthFilter(method="carrying_flags", label="Whether a live flag is on it.")
    document_number = TextFilter()
    case = TextFilter(field_name="case__case_id", label="Like IS-B-ZMI.")
    contract = TextFilter(field_name="contract__piid", label="The contract's number.")
    contractor = KeyFilter(label="The contractor's id.")
    nsn = TextFilter(field_name="item__nsn", label="13 digits.")
    required_from = DayFilter(field_name="required_on", lookup_expr="gte")
    required_to = DayFilter(field_name="required_on", lookup_expr="lte")

    def carrying_flags(self, rows: QuerySet[Order], name: str, value: bool) -> QuerySet[Order]:
        # Never exclude(): it asks again, with a subquery, what the joined row already tells.
        return rows.filter(hot__isnull=not value)


class OrderList(Listing[Order]):
    """Orders and possible sales, soonest required first."""

    queryset = Order.objects.none()
    serializer_class = OrderSerializer
    filterset_class = OrderFilters
    orderings = {
        "required_on": Ordering("required_on", nullable=True),
        "reference": Ordering("reference"),
        # An order without a flag has no points.
        "score": Ordering("hot__score", nullable=True, unknown_is_least=True),
    }
    default_ordering = "required_on"

    def get_queryset(self) -> QuerySet[Order]:
        return Order.objects.visible_to(self.person).with_row().prefetch_related("sources")


class OrderDetail(Detail[Order]):
    """One order, or one possible sale, with its flags, promises and shipments."""

    queryset = Order.objects.none()
    serializer_class = OrderDetailSerializer
    lookup_field = "reference"

    def get_queryset(self) -> QuerySet[Order]:
        return in_full(Order.objects.visible_to(self.person), by=self.person)
