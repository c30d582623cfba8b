"""The items that somebody needs, those that are short first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from shipments.models import Item, Need, Order, Shortfall
from shipments.queries.keyset import Page, Place, Sort, page

PAGE_SIZE = 50
# The first day on which something of it is short, or else needed.
_SOONEST = Sort("soonest", "date", nullable=True)
_BY_NAME = Sort("name", "text")
TABS = {"short": "Short", "needed": "Needed", "all": "All items"}


@dataclass(frozen=True)
class ItemRow:
    """:ivar needed: by its open needs; ``short`` of it, ``uncovered`` of that by any order.
    :ivar soonest: the first day on which it is short, or else needed.
    """

    item: Item
    needs: int
    needed: int
    short: int
    uncovered: int
    soonest: date | None
    open_orders: int


def rows(tab: str, *, text: str, place: Place) -> tuple[list[ItemRow], Page[Item]]:
    """
    :param text: part of the name or the stock number; empty for every item.
    :raises BadMarker: the address names no page of this list.
    """
    items, sort = _items(tab), _BY_NAME if tab == "all" else _SOONEST
    if text:
        items = items.filter(Q(name__icontains=text) | Q(nsn__startswith=text.replace("-", "")))
    found = page(items, Item.objects.all(), sort=sort, size=PAGE_SIZE, place=place)
    keys = [item.pk for item in found.rows]
    needs: dict[int, dict[str, Any]] = {
        row["item"]: {**row}
        for row in Need.objects.open()
        .filter(item__in=keys)
        .values("item")
        .annotate(
            count=Count("pk"),
            needed=Sum("quantity"),
            soonest=Min("needed_on"),
            short=Sum("shortfall__quantity"),
            uncovered=Sum("shortfall__uncovered"),
            short_on=Min("needed_on", filter=Q(shortfall__isnull=False)),
        )
    }
    orders = Order.objects.filter(item__in=keys, standing__is_open=True)
    counts = dict(orders.values_list("item").annotate(Count("pk")))
    return [
        _row(item, needs.get(item.pk, {}), counts.get(item.pk, 0)) for item in found.rows
    ], found


def counts() -> dict[str, int]:
    """How many items each tab holds."""
    return {
        "short": Shortfall.objects.aggregate(items=Count("item", distinct=True))["items"],
        "needed": Need.objects.open().aggregate(items=Count("item", distinct=True))["items"],
        "all": Item.objects.count(),
    }


def _items(tab: str) -> QuerySet[Item]:
    if tab == "all":
        return Item.objects.all()
    needs = Need.objects.open().filter(item=OuterRef("pk")).order_by("needed_on")
    if tab == "short":
        needs = needs.filter(shortfall__isnull=False)
    return Item.objects.filter(Exists(needs)).annotate(soonest=needs.values("needed_on")[:1])


def _row(item: Item, needs: dict[str, Any], open_orders: int) -> ItemRow:
    return ItemRow(
        item=item,
        needs=needs.get("count", 0),
        needed=needs.get("needed", 0),
        short=needs.get("short") or 0,
        uncovered=needs.get("uncovered") or 0,
        soonest=needs.get("short_on") or needs.get("soonest"),
        open_orders=open_orders,
    )
