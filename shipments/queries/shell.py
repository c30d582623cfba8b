"""The counts beside the navigation, on every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.db.models import Count, Exists, OuterRef, Q

from shipments.domain.milestones import MilestoneKind
from shipments.models import Disruption, Hold, HotOrder, ImportBatch, Milestone, Shipment, Standing

if TYPE_CHECKING:
    from datetime import date

    from shipments.models import User

COUNTS_KEPT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of what the navigation names."""

    flagged: int
    open_orders: int
    shipments_under_way: int
    disruptions_in_force: int
    held_orders: int
    holds_in_place: int
    imports_at_hand: int


def counts(*, user: User, on: date) -> Counts:
    """Count what the person may see. May be ten seconds old.

    Counting a large book on every page would cost more than the page, so this process
    remembers the answer for everybody who sees the same orders.
    """
    seen = f"contractor-{user.contractor_id}" if user.is_contractors else "everything"
    key = f"shell-counts-{seen}-{on.isoformat()}"
    kept: Counts | None = caches["process"].get(key)
    if kept is None:
        kept = _count(user, on)
        caches["process"].set(key, kept, COUNTS_KEPT_SECONDS)
    return kept


def _count(user: User, on: date) -> Counts:
    standings = Standing.objects.visible_to(user)
    received = Milestone.objects.standing().actual()
    standing = standings.open().aggregate(
        orders=Count("pk"), held=Count("pk", filter=Q(is_held=True))
    )
    return Counts(
        flagged=HotOrder.objects.visible_to(user).count(),
        open_orders=standing["orders"],
        shipments_under_way=Shipment.objects.visible_to(user)
        .standing_live()
        .exclude(
            Exists(received.filter(shipment=OuterRef("pk"), kind=MilestoneKind.RECEIVED.value))
        )
        .count(),
        disruptions_in_force=Disruption.objects.in_force(on).count(),
        held_orders=standing["held"],
        holds_in_place=0 if user.is_contractors else Hold.objects.in_place().count(),
        imports_at_hand=ImportBatch.objects.visible_to(user).at_hand().count(),
    )
