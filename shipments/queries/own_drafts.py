"""What a person has typed and not logged yet, and what it logged last, to begin from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shipments.models import Order, Shipment, ShipmentDraft, ShipmentLine, User

SHOWN = 5
ORDERS_NAMED = 3


@dataclass(frozen=True)
class DraftRow:
    """:ivar orders: as typed, the first few.
    :ivar lines: how many.
    """

    key: UUID
    tcn: str
    orders: list[str]
    lines: int
    saved_at: datetime


@dataclass(frozen=True)
class Previous:
    """A shipment to copy.

    :ivar orders: references of what was aboard and the person may see, the first few.
    """

    shipment: Shipment
    orders: list[str]


def drafts(*, by: User, besides: str = "") -> list[DraftRow]:
    """The person's own, the last one first.

    :param besides: the key of the one that is open.
    """
    rows = ShipmentDraft.objects.filter(owner=by).exclude(typed={}).newest_first()[: SHOWN + 1]
    return [_row(each) for each in rows if str(each.pk) != besides][:SHOWN]


def find(key: str, *, by: User) -> ShipmentDraft | None:
    """The person's draft with this key, while it is one."""
    try:
        named = UUID(key)
    except ValueError:
        return None
    return ShipmentDraft.objects.filter(pk=named, owner=by).exclude(typed={}).first()


def previous(*, by: User) -> list[Previous]:
    """What the person logged last."""
    shipments = Shipment.objects.visible_to(by).filter(logged_by=by)
    rows = list(shipments.newest_first().select_related("from_place", "to_place")[:SHOWN])
    aboard: dict[int, list[str]] = {}
    lines = ShipmentLine.objects.filter(
        shipment__in=rows, order__in=Order.objects.visible_to(by)
    ).order_by("pk")
    for shipment_id, reference in lines.values_list("shipment_id", "order__reference"):
        named = aboard.setdefault(shipment_id, [])
        if reference not in named:
            named.append(reference)
    return [Previous(each, aboard.get(each.pk, [])[:ORDERS_NAMED]) for each in rows]


def _row(draft: ShipmentDraft) -> DraftRow:
    typed = draft.typed
    orders = [
        value
        for name, value in typed.items()
        if name.startswith("lines-") and name.endswith("-order")
    ]
    named = [order for order in orders if order]
    return DraftRow(
        draft.pk, typed.get("tcn", ""), named[:ORDERS_NAMED], len(named), draft.saved_at
    )
