"""The shipments list: its pages, its counts, and what a row shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count, Prefetch

from shipments.models import Order, Shipment, ShipmentLine, ShipmentStanding
from shipments.models.choices import ShipmentState
from shipments.queries import shipment_standings
from shipments.queries.keyset import Page, Place, Sort, page
from shipments.queries.order_list import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shipments.models import User
    from shipments.models.shipment import ShipmentQuerySet

PAGE_SIZE = 50
# Of a filter that joins two tables, counting ten times as far costs more than the page.
COUNTED_UP_TO = 1_000
NEWEST_FIRST = Sort("logged_at", "moment", descending=True)
# The same order, as the index that begins with the state has it.
NEWEST_OF_STATE = Sort("standing__logged_at", "moment", descending=True)
LONGEST_OVERDUE_FIRST = Sort("standing__next_milestone_due_on", "date")
_PER_STATE = """
SELECT state,
       (SELECT count(*) FROM (SELECT FROM shipments_shipmentstanding AS st
                               WHERE st.state = known.state LIMIT %(most)s) AS counted)
  FROM unnest(%(states)s::text[]) AS known (state)
"""


@dataclass(frozen=True)
class ShipmentRow:
    """One shipment as a list shows it.

    :ivar lines: those of orders the person may see.
    :ivar departs_on: when it left, or should; ``departed`` tells which. Arrival likewise.
    :ivar late_by: days the arrival is, or is expected, after the planned one.
    :ivar stalled_since: when its next milestone was due, if that is over.
    :ivar is_unreleased: it left, and no release is on record.
    """

    shipment: Shipment
    state: str
    lines: list[ShipmentLine]
    departs_on: date | None
    departed: bool
    arrives_on: date | None
    arrived: bool
    late_by: int | None
    stalled_since: date | None
    is_unreleased: bool


def sort_for(data: Mapping[str, str]) -> Sort:
    """The order of the list under these filters: each is one run of an index."""
    if data.get("stalled"):
        return LONGEST_OVERDUE_FIRST
    return NEWEST_OF_STATE if data.get("state") else NEWEST_FIRST


def rows(
    shipments: ShipmentQuerySet, *, user: User, place: Place, sort: Sort, today: date
) -> tuple[list[ShipmentRow], Page[Shipment]]:
    """
    :raises BadMarker: the address names no page of this list.
    """
    lines = ShipmentLine.objects.filter(order__in=Order.objects.visible_to(user))
    load = Shipment.objects.select_related("from_place", "to_place", "standing").prefetch_related(
        Prefetch("lines", queryset=lines.select_related("order__item").order_by("pk"))
    )
    found = page(shipments, load, sort=sort, size=PAGE_SIZE, place=place)
    return [_row(shipment, today) for shipment in found.rows], found


def _row(shipment: Shipment, today: date) -> ShipmentRow:
    standing = shipment_standings.of(shipment)
    arrives, planned = standing.expected_arrival_on, standing.planned_arrival_on
    return ShipmentRow(
        shipment=shipment,
        state=standing.state,
        lines=list(shipment.lines.all()),
        departs_on=standing.departed_on or standing.planned_departure_on,
        departed=standing.departed_on is not None,
        arrives_on=arrives,
        arrived=standing.arrived_on is not None,
        late_by=(arrives - planned).days if arrives and planned and arrives != planned else None,
        stalled_since=shipment_standings.stalled_since(standing, today=today),
        is_unreleased=shipment_standings.has_left_unreleased(shipment, standing),
    )


def count(shipments: ShipmentQuerySet) -> Tally:
    return _tally(shipments.order_by()[: COUNTED_UP_TO + 1].count())


def by_state(user: User) -> dict[str, Tally]:
    """How many there are in each state, as far as it is worth counting."""
    states = [state.value for state in ShipmentState]
    if user.is_contractors:
        mine = Shipment.objects.visible_to(user).order_by().values_list("standing__state")
        numbers = dict(mine.annotate(Count("pk")))
    else:
        with connection.cursor() as cursor:
            cursor.execute(_PER_STATE, {"most": COUNTED_UP_TO + 1, "states": states})
            numbers = dict(cursor.fetchall())
    return {state: _tally(numbers.get(state, 0)) for state in states}


def stalled(user: User, *, today: date) -> Tally:
    """How many have a milestone overdue."""
    late = ShipmentStanding.objects.filter(next_milestone_due_on__lt=today)
    if user.is_contractors:
        late = late.filter(shipment__in=Shipment.objects.visible_to(user))
    return _tally(late[: COUNTED_UP_TO + 1].count())


def _tally(number: int) -> Tally:
    return Tally(min(number, COUNTED_UP_TO), more=number > COUNTED_UP_TO)
