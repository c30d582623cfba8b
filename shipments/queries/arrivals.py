"""What arrives in a month, day by day; and what is under way, for the map beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Min, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from shipments.models import Order, Place, Shipment, ShipmentLine
from shipments.models.choices import ShipmentState
from shipments.queries.pipeline import Lane, Pipeline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shipments.models import User
    from shipments.models.shipment import ShipmentQuerySet

# Of a day that has more, the rest is behind a link to that day alone.
SHOWN_A_DAY = 8
SHOWN_OF_ONE_DAY = 200
UNDER_WAY = (ShipmentState.DEPARTED, ShipmentState.IN_TRANSIT)


@dataclass(frozen=True)
class Arrival:
    """:ivar on: the day it arrived, or is expected to.
    :ivar basis: what the expected day rests on; empty once it has arrived.
    :ivar slack: days to the soonest required date aboard; negative is too late.
    :ivar is_overdue: it was expected before today, and nobody says that it came.
    """

    shipment: Shipment
    on: date
    has_arrived: bool
    basis: str
    slack: int | None
    is_overdue: bool


@dataclass(frozen=True)
class Month:
    """:ivar counts: how many arrive on each day that has any; ``shown`` has the first of them."""

    first: date
    counts: Mapping[date, int]
    shown: Mapping[date, list[Arrival]]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Asked:
    """:ivar first: of the month.
    :ivar day: to show all of this one alone.
    :ivar place: code of where they arrive; ``mode`` by which. Empty for any.
    """

    first: date
    day: date | None = None
    place: str = ""
    mode: str = ""


def load(user: User, asked: Asked, *, today: date) -> Month:
    """Two queries, however many arrive."""
    last = (asked.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    rows = Shipment.objects.visible_to(user).standing_live().order_by()
    if asked.place:
        rows = rows.filter(to_place__code=asked.place)
    if asked.mode:
        rows = rows.filter(mode=asked.mode)
    on = "standing__expected_arrival_on"
    in_month = rows.filter(**{f"{on}__range": (asked.first, last)})
    counts = dict(in_month.values_list(on).annotate(Count("pk")))
    shown = rows.filter(**{on: asked.day}) if asked.day else in_month
    return Month(asked.first, counts, _shown(shown, user, day=asked.day, today=today))


def _shown(
    inside: ShipmentQuerySet, user: User, *, day: date | None, today: date
) -> dict[date, list[Arrival]]:
    on = "standing__expected_arrival_on"
    number = Window(RowNumber(), partition_by=F(on), order_by=F("pk").asc())
    first_ones = inside.annotate(number_of_day=number).filter(
        number_of_day__lte=SHOWN_OF_ONE_DAY if day else SHOWN_A_DAY
    )
    full = first_ones.select_related("standing", "from_place", "to_place").order_by(on, "pk")
    if user.is_contractors:
        # When others want theirs is not its to know.
        own = ShipmentLine.objects.filter(
            shipment=OuterRef("pk"), order__in=Order.objects.visible_to(user)
        )
        soonest = own.order_by().values("shipment").annotate(on=Min("order__required_on"))
        full = full.annotate(own_required_on=Subquery(soonest.values("on")))
    shown: dict[date, list[Arrival]] = {}
    for shipment in full:
        on_day = shipment.standing.expected_arrival_on
        if on_day:
            arrival = _arrival(shipment, on_day, user, today=today)
            shown.setdefault(on_day, []).append(arrival)
    return shown


def _arrival(shipment: Shipment, on: date, user: User, *, today: date) -> Arrival:
    standing = shipment.standing
    required_on: date | None = (
        shipment.own_required_on if user.is_contractors else standing.required_on  # type: ignore[attr-defined]  # annotated
    )
    has_arrived = standing.arrived_on is not None
    return Arrival(
        shipment=shipment,
        on=on,
        has_arrived=has_arrived,
        basis="" if has_arrived else standing.expected_basis,
        slack=(required_on - on).days if required_on else None,
        is_overdue=not has_arrived and on < today,
    )


def under_way(user: User) -> Pipeline:
    """What has left and not arrived, lane by lane. Two queries."""
    going = Shipment.objects.visible_to(user).filter(standing__state__in=list(UNDER_WAY))
    counted = list(
        going.order_by()
        .values("from_place", "to_place", "mode")
        .annotate(shipments=Count("pk"))
        .order_by("-shipments", "from_place", "to_place", "mode")
    )
    ends = {row[end] for row in counted for end in ("from_place", "to_place")}
    places = Place.objects.in_bulk(ends)
    lanes = [
        Lane(places[row["from_place"]], places[row["to_place"]], row["mode"], row["shipments"])
        for row in counted
    ]
    ordered = sorted(places.values(), key=lambda place: (place.country, place.name))
    return Pipeline(ordered, lanes, [])
