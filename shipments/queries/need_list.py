"""The receiver's needs: which stand open, which were closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from shipments.models import Need, Order
from shipments.queries.keyset import Page, Place, Sort, page

if TYPE_CHECKING:
    from shipments.models.need import NeedQuerySet

PAGE_SIZE = 50
SOONEST_FIRST = Sort("needed_on", "date")
STATES = {"open": Q(closed_on__isnull=True), "closed": Q(closed_on__isnull=False)}


@dataclass(frozen=True)
class NeedRow:
    """:ivar days_left: to the day it is needed; negative when that has gone.
    :ivar open_orders: open orders of its item.
    """

    need: Need
    days_left: int | None
    open_orders: int


def needs(state: str) -> NeedQuerySet:
    return Need.objects.filter(STATES[state])


def rows(state: str, *, place: Place, today: date) -> tuple[list[NeedRow], Page[Need]]:
    """
    :raises BadMarker: the address names no page of this list.
    """
    load = Need.objects.select_related("item", "recorded_by")
    found = page(needs(state), load, sort=SOONEST_FIRST, size=PAGE_SIZE, place=place)
    open_orders = Order.objects.filter(
        item__in={need.item_id for need in found.rows}, standing__is_open=True
    )
    counts = dict(open_orders.values_list("item").annotate(Count("pk")))
    return [
        NeedRow(
            need,
            None if need.closed_on else (need.needed_on - today).days,
            counts.get(need.item_id, 0),
        )
        for need in found.rows
    ], found


def counts() -> dict[str, int]:
    """How many needs are open and how many closed."""
    return Need.objects.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in STATES.items()}
    )
