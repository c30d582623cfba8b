"""The shipments list: its filters, its pages, and what a row shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import django_filters as filters
from django.db.models import Count, Prefetch, Q

from shipments.models import Milestone, Order, Shipment, ShipmentLine
from shipments.models.choices import modes
from shipments.queries.keyset import Page, Place, Sort, page
from shipments.queries.order_list import COUNTED_UP_TO, Tally
from shipments.queries.shipment_state import State, state_in_sql, state_of, states

if TYPE_CHECKING:
    from shipments.models import User
    from shipments.models.shipment import ShipmentQuerySet

PAGE_SIZE = 50
NEWEST_FIRST = Sort("logged_at", "moment", descending=True)


class ShipmentFilter(filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Give it shipments the person may see, and who that is: a search looks into orders too."""

    q = filters.CharFilter(label="Search", method="by_words", max_length=200)
    state = filters.ChoiceFilter(label="State", choices=states, method="by_state")
    mode = filters.ChoiceFilter(label="Mode", choices=modes)

    class Meta:
        model = Shipment
        fields: list[str] = []

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def by_state(self, rows: ShipmentQuerySet, name: str, value: str) -> ShipmentQuerySet:
        return rows.annotate(state=state_in_sql()).filter(state=value)

    def by_words(self, rows: ShipmentQuerySet, name: str, value: str) -> ShipmentQuerySet:
        plain = "".join(value.upper().split()).replace("-", "")
        orders = Order.objects.visible_to(self.user).filter(
            Q(reference__icontains=value.strip())
            | Q(document_number__startswith=plain)
            | Q(item__name__icontains=value.strip())
        )
        lines = ShipmentLine.objects.filter(order__in=orders).values("shipment")
        return rows.filter(
            Q(tcn__contains=plain)
            | Q(voyage__icontains=value.strip())
            | Q(carrier__icontains=value.strip())
            | Q(pk__in=lines)
        )


@dataclass(frozen=True)
class ShipmentRow:
    """One shipment as a list shows it.

    :ivar lines: those of orders the person may see.
    :ivar departs_on: when it left, or should; ``departed`` tells which. Arrival likewise.
    :ivar late_by: days the arrival is, or is expected, after the planned one.
    """

    shipment: Shipment
    state: State
    lines: list[ShipmentLine]
    departs_on: date | None
    departed: bool
    arrives_on: date | None
    arrived: bool
    late_by: int | None


def rows(
    shipments: ShipmentQuerySet, *, user: User, place: Place
) -> tuple[list[ShipmentRow], Page[Shipment]]:
    """
    :raises BadMarker: the address names no page of this list.
    """
    lines = ShipmentLine.objects.filter(order__in=Order.objects.visible_to(user))
    milestones = Milestone.objects.standing().order_by("recorded_at", "pk")
    load = Shipment.objects.select_related("from_place", "to_place").prefetch_related(
        Prefetch("lines", queryset=lines.select_related("order__item").order_by("pk")),
        Prefetch("milestones", queryset=milestones),
    )
    found = page(shipments, load, sort=NEWEST_FIRST, size=PAGE_SIZE, place=place)
    return [_row(shipment) for shipment in found.rows], found


def _row(shipment: Shipment) -> ShipmentRow:
    milestones = list(shipment.milestones.all())
    days = {(each.kind, each.classifier): each.occurs_on for each in milestones}
    departs = _first(days, "departed", shipment.planned_departure_on)
    arrives = _first(days, "arrived", shipment.planned_arrival_on)
    planned = days.get(("arrived", "planned"), shipment.planned_arrival_on)
    return ShipmentRow(
        shipment=shipment,
        state=state_of(shipment, milestones),
        lines=list(shipment.lines.all()),
        departs_on=departs,
        departed=("departed", "actual") in days,
        arrives_on=arrives,
        arrived=("arrived", "actual") in days,
        late_by=(arrives - planned).days if arrives and planned and arrives != planned else None,
    )


def _first(days: dict[tuple[str, str], date], kind: str, planned: date | None) -> date | None:
    """The actual day, else the estimated, else the planned one."""
    found = (days.get((kind, classifier)) for classifier in ("actual", "estimated", "planned"))
    return next((day for day in found if day), planned)


def count(shipments: ShipmentQuerySet) -> Tally:
    number = shipments.order_by()[: COUNTED_UP_TO + 1].count()
    return Tally(min(number, COUNTED_UP_TO), more=number > COUNTED_UP_TO)


def by_state(user: User) -> dict[str, int]:
    """How many there are in each state; empty where there are too many to count."""
    mine = Shipment.objects.visible_to(user)
    if count(mine).more:
        return {}
    counted = mine.annotate(state=state_in_sql()).order_by().values_list("state")
    return dict(counted.annotate(Count("pk")))
