"""What the orders list can be narrowed by, and what an address may say about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import F, Q

from shipments.domain.priorities import IssueGroup
from shipments.models import Contractor, Order
from shipments.models.choices import statuses, urgencies
from shipments.models.order import OrderQuerySet
from shipments.queries.order_search import search

NO_GROUP = "none"
GROUPS: list[tuple[str, str]] = [
    *((group.value, group.value) for group in IssueGroup),
    (NO_GROUP, "No designator"),
]
VIEWS: list[tuple[str, str]] = [
    ("all", "All orders"),
    ("open", "Open"),
    ("past", "Past required date"),
    ("flagged", "Flagged"),
    ("possible", "Possible sales"),
]
DESIGNATORS = {
    IssueGroup.I.value: Q(priority_designator__range=(1, 3)),
    IssueGroup.II.value: Q(priority_designator__range=(4, 8)),
    IssueGroup.III.value: Q(priority_designator__range=(9, 15)),
    NO_GROUP: Q(priority_designator__isnull=True),
}
FLAGGED = Q(hot__isnull=False)
YES = [("yes", "Yes")]


def view_conditions(*, today: date) -> dict[str, Q]:
    """What each saved view holds. A possible sale is in its own view and in no other."""
    ordered = Q(possible_sale=False)
    still_open = ordered & Q(standing__is_open=True)
    return {
        "all": ordered,
        "open": still_open,
        "past": still_open & Q(required_on__lt=today),
        "flagged": ordered & FLAGGED,
        "possible": Q(possible_sale=True),
    }


def late(*, today: date) -> Q:
    """Open, and expected after the required date or already past it."""
    return Q(standing__is_open=True) & (
        Q(required_on__lt=today) | Q(standing__expected_delivery_on__gt=F("required_on"))
    )


class OrderFilter(filters.FilterSet):  # type: ignore[misc]  # the library has no types
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

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def by_words(self, orders: OrderQuerySet, name: str, value: str) -> OrderQuerySet:
        return search(orders, value)

    def by_group(self, orders: OrderQuerySet, name: str, value: list[str]) -> OrderQuerySet:
        wanted = Q()
        for group in value:
            wanted |= DESIGNATORS[group]
        return orders.filter(wanted)

    def by_flagged(self, orders: OrderQuerySet, name: str, value: str) -> OrderQuerySet:
        return orders.filter(FLAGGED)

    def by_late(self, orders: OrderQuerySet, name: str, value: str) -> OrderQuerySet:
        return orders.filter(late(today=self.today))
