"""Refusing what a hold forbids, whatever is at stake."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from shipments.models import Hold, Order
from shipments.services.refusal import Problem, Refused


class Held(Refused):
    """A hold covers an order: it is not sped up until the hold is lifted."""


def refuse(orders: Collection[Order]) -> None:
    """Ask with the orders' rows locked, in the transaction of the write.

    :raises Held: a hold in place covers one of them; names each hold, its basis and who can
        lift it.
    """
    problems = [
        Problem("", f"{order.reference} is held: {_words(hold)}", "held")
        for order in orders
        for hold in _in_place(order)
    ]
    if problems:
        raise Held(problems)


def _in_place(order: Order) -> QuerySet[Hold]:
    covered = Q(order=order) | Q(item_id=order.item_id)
    for field in ("case_id", "contract_id", "contractor_id"):
        if key := getattr(order, field):
            covered |= Q(**{field: key})
    if order.lane:
        covered |= Q(place_id__in=[order.lane.from_place_id, order.lane.to_place_id])
    return Hold.objects.in_place().filter(covered).select_related("placed_by").order_by("pk")


def _words(hold: Hold) -> str:
    return (
        f"{hold.kind}, by {hold.legal_basis}; placed by {hold.placed_by} on "
        f"{hold.placed_at:%-d %b %Y}. It is lifted by a compliance officer who asks for its "
        "release and another one who agrees."
    )
