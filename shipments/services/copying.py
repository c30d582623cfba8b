"""A new shipment like one that was logged before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from shipments.models import Order, Shipment, User
from shipments.services.line_checks import left_to_ship


@dataclass(frozen=True)
class Copied:
    """What to begin with: the way, the carrier, and what is still left of its orders.

    :ivar lines: order and quantity; orders of which nothing is left are not among them.
    :ivar kinds: of its packages, the most used first.
    """

    shipment: Shipment
    lines: list[tuple[Order, int | None]]
    kinds: list[str]


def copy(tcn: str, *, by: User) -> Copied | None:
    """None where the person sees no such shipment. Three queries."""
    rows = Shipment.objects.visible_to(by).select_related("from_place", "to_place")
    shipment = rows.filter(tcn=tcn.strip().upper()).first()
    if shipment is None:
        return None
    orders = Order.objects.visible_to(by).filter(
        shipment_lines__shipment=shipment, cancelled_on__isnull=True
    )
    lines = [
        (order, left_to_ship(order))
        for order in orders.select_related("standing").order_by("pk").distinct()
    ]
    kinds = Counter(shipment.packages.values_list("kind", flat=True))
    return Copied(
        shipment,
        [(order, left) for order, left in lines if left != 0],
        [kind for kind, _ in kinds.most_common()],
    )
