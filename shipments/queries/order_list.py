"""The orders list: its pages, its saved views, and what each of its filters would leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, When

from shipments.models import Order, Standing
from shipments.models.choices import Status
from shipments.queries.keyset import Page, Place, Sort, page
from shipments.queries.order_filter import VIEWS, view_conditions

if TYPE_CHECKING:
    from shipments.models import User
    from shipments.models.order import OrderQuerySet

PAGE_SIZE = 50
# Counting further costs more than the page and tells nobody more.
COUNTED_UP_TO = 10_000

_STAGE = Case(
    *(When(standing__status=status.value, then=rank) for rank, status in enumerate(Status)),
    default=len(Status),
    output_field=IntegerField(),
)
SORTS: dict[str, Sort] = {
    "required": Sort("required_on", "date", nullable=True),
    "order": Sort("reference", "text"),
    "item": Sort("item__name", "text"),
    "contractor": Sort("contractor__name", "text", nullable=True),
    "group": Sort("priority_designator", "number", nullable=True),
    "status": Sort(_STAGE, "number"),
    "quantity": Sort("quantity", "number", nullable=True),
    "ship": Sort("standing__expected_ship_on", "date", nullable=True),
    "score": Sort("hot__score", "number", nullable=True),
}
DEFAULT_SORT = "required"


@dataclass(frozen=True)
class OrderRow:
    """One order as a list shows it.

    :ivar late_by: days; negative is early; None where nothing can be said.
    :ivar segments: per cent of the ordered quantity received and in transit, with their
        tones; empty where the quantity is not published.
    """

    order: Order
    late_by: int | None
    segments: list[tuple[float, str]]
    in_transit: int


@dataclass(frozen=True)
class Tally:
    """How many rows there are, exact up to a bound.

    :ivar more: there are more than ``number``.
    """

    number: int
    more: bool = False


@dataclass(frozen=True)
class View:
    """A saved view as a tab. No count where counting would cost more than the page."""

    name: str
    label: str
    count: Tally | None


def visible(user: User) -> OrderQuerySet:
    return Order.objects.visible_to(user)


def read_sort(text: str) -> Sort | None:
    """Read "required" or "-required"; None for a column that there is none of."""
    sort = SORTS.get(text.removeprefix("-"))
    return replace(sort, descending=text.startswith("-")) if sort else None


def rows(orders: OrderQuerySet, *, sort: Sort, place: Place) -> Page[Order]:
    """
    :raises BadMarker: the address names a page of another order, or of none.
    """
    load = Order.objects.with_row().prefetch_related("sources")
    return page(orders, load, sort=sort, size=PAGE_SIZE, place=place)


def as_row(order: Order, *, today: date) -> OrderRow:
    standing = order.standing
    under_way = standing.departed_quantity - standing.missing_quantity
    in_transit = max(0, under_way - standing.received_quantity)
    segments = []
    if order.quantity:
        segments = [
            (100 * standing.received_quantity / order.quantity, "green"),
            (100 * in_transit / order.quantity, "blue"),
        ]
    return OrderRow(order, late_by(order, standing, today=today), segments, in_transit)


def late_by(order: Order, standing: Standing, *, today: date) -> int | None:
    """Days from the required date to the expected delivery, or to today once that is later."""
    if order.required_on is None or order.possible_sale:
        return None
    gone_by = (today - order.required_on).days
    if standing.expected_delivery_on is None:
        return gone_by if standing.is_open and gone_by > 0 else None
    expected = (standing.expected_delivery_on - order.required_on).days
    return max(expected, gone_by) if standing.is_open and gone_by > 0 else expected


def count(orders: OrderQuerySet) -> Tally:
    number = orders.order_by()[: COUNTED_UP_TO + 1].count()
    return Tally(min(number, COUNTED_UP_TO), more=number > COUNTED_UP_TO)


def views(user: User, *, today: date) -> list[View]:
    """Every saved view with its count, while there are few enough orders to count them all."""
    mine = visible(user)
    if count(mine).more:
        return [View(name, label, None) for name, label in VIEWS]
    numbers = mine.aggregate(
        **{
            name: Count("pk", filter=condition)
            for name, condition in view_conditions(today=today).items()
        }
    )
    return [View(name, label, Tally(numbers[name])) for name, label in VIEWS]
