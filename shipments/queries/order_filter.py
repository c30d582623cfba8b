"""What the orders list can be narrowed by, and what an address may say about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import django_filters as filters
from django.db.models import F, Q

from shipments.domain.priorities import IssueGroup
from shipments.models import Contractor, Order
from shipments.models.choices import Status, statuses, urgencies
from shipments.models.order import OrderQuerySet
from shipments.queries.order_search import search

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NO_GROUP = "none"
GROUPS: list[tuple[str, str]] = [*((group.value, group.value) for group in IssueGroup), (NO_GROUP, "No designator")]
VIEWS: list[tuple[str, str]] = [
    ("all", "All orders"),
    ("open", "Open"),
    ("past", "Past required date"),
    ("flagged", "Flagged"),
    ("possible", "Possible sales"),
]
_DESIGNATORS = {
    IssueGroup.I.value: Q(priority_designator__range=(1, 3)),
    IssueGroup.II.value: Q(priority_designator__range=(4, 8)),
    IssueGroup.III.value: Q(priority_designator__range=(9, 15)),
    NO_GROUP: Q(priority_designator__isnull=True),
}
YES = [("yes", "Yes")]


def in_view(orders: OrderQuerySet, view: str, *, today: date) -> OrderQuerySet:
    """Keep one saved view. A possible sale is in its own and in no other."""
    if view == "possible":
        return orders.filter(possible_sale=True)
    orders = orders.filter(possible_sale=False)
    match view:
        case "open":
            return orders.filter(standing__is_open=True)
        case "past":
            return orders.filter(standing__is_open=True, required_on__lt=today)
        case "flagged":
            return orders.filter(standing__score__gt=0)
        case _:
            return orders


def late(*, today: date) -> Q:
    """Open, and expected after the required date or already past it."""
    return Q(standing__is_open=True) & (
        Q(required_on__lt=today) | Q(standing__expected_delivery_on__gt=F("required_on"))
    )


class OrderFilter(filters.FilterSet):
    """Every filter of the orders list. Give it orders the person may see, and ``today``."""

    q = filters.CharFilter(label="Search", method="by_words", max_length=200)
    status = filters.MultipleChoiceFilter(
        label="Status", field_name="standing__status", choices=statuses
    )
    group = filters.MultipleChoiceFilter(label="Issue group", method="by_group", choices=GROUPS)
    urgency = filters.MultipleChoiceFilter(label="Urgency", choices=urgencies)
    contractor = filters.ModelMultipleChoiceFilter(
        label="Contractor", queryset=Contractor.objects.order_by("name", "city")
    )
    flagged = filters.ChoiceFilter(label="Flagged", method="by_flagged", choices=YES)
    late = filters.ChoiceFilter(label="Late", method="by_late", choices=YES)
    required_from = filters.DateFilter(
        label="Required from", field_name="required_on", lookup_expr="gte"
    )
    required_to = filters.DateFilter(
        label="Required to", field_name="required_on", lookup_expr="lte"
    )

    class Meta:
        model = Order
        fields: list[str] = []

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def by_words(self, orders: OrderQuerySet, name: str, value: str) -> OrderQuerySet:
        return search(orders, value)

    def by_group(self, orders: OrderQuerySet, name: str, value: list[str]) -> OrderQuerySet:
        wanted = Q()
        for group in value:
            wanted |= _DESIGNATORS[group]
        return orders.filter(wanted)

    def by_flagged(self, orders: OrderQuerySet, name: str, value: str) -> OrderQuerySet:
        return orders.filter(standing__score__gt=0)

    def by_late(self, orders: OrderQuerySet, name: str, value: str) -> OrderQuerySet:
        return orders.filter(late(today=self.today))
