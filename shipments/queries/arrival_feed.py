"""The arrivals that one person may see, as its calendar takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from shipments.models import Order, Shipment, ShipmentLine
from shipments.papers.arrival_calendar import CalendarArrival
from shipments.queries import shipment_standings

if TYPE_CHECKING:
    from shipments.models import User

BEHIND, AHEAD = timedelta(days=60), timedelta(days=400)
MOST = 1_000


def load(user: User, *, today: date) -> list[CalendarArrival]:
    """From two months ago to a year ahead, the soonest first, the cancelled among them.

    Two queries. Orders are named as far as the person may see them.
    """
    near = (today - BEHIND, today + AHEAD)
    lines = ShipmentLine.objects.filter(order__in=Order.objects.visible_to(user))
    rows = (
        Shipment.objects.visible_to(user)
        .filter(
            Q(cancelled_at__isnull=True, standing__expected_arrival_on__range=near)
            | Q(cancelled_at__isnull=False, planned_arrival_on__range=near)
        )
        .select_related("standing", "from_place", "to_place")
        .prefetch_related(Prefetch("lines", lines.select_related("order").order_by("pk")))
        .order_by("standing__expected_arrival_on", "pk")
    )
    return list(_arrivals(rows[:MOST]))


def _arrivals(shipments: Iterable[Shipment]) -> Iterator[CalendarArrival]:
    for shipment in shipments:
        standing = shipment_standings.of(shipment)
        cancelled_at = shipment.cancelled_at
        on = shipment.planned_arrival_on if cancelled_at else standing.expected_arrival_on
        if on is None:
            continue
        computed_at = standing.recomputed_at or shipment.logged_at
        changed_at = max(computed_at, cancelled_at or computed_at)
        orders = dict.fromkeys(line.order.reference for line in shipment.lines.all())
        yield CalendarArrival(
            tcn=shipment.tcn,
            on=on,
            has_arrived=standing.arrived_on is not None,
            is_cancelled=cancelled_at is not None,
            from_name=shipment.from_place.name,
            to_name=shipment.to_place.name,
            mode=shipment.mode,
            basis=standing.expected_basis,
            orders=tuple(orders),
            changed_at=changed_at,
            revision=_seconds(changed_at, since=shipment.logged_at),
        )


def _seconds(moment: datetime, *, since: datetime) -> int:
    """Grows with every change, and two changes are seldom alike."""
    return max(0, int((moment - since).total_seconds()))
