"""The lanes: how long each is planned to take, how long it took, and which of both is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from shipments.domain.modes import Mode, label
from shipments.models import Lane, LaneRecord, Place, Policy, User

Choices = list[tuple[str, str | list[tuple[str, str]]]]


@dataclass(frozen=True)
class LaneRow:
    """A way from place to place by one mode: planned, or gone by, or both.

    :ivar lane: None where it was only gone by.
    :ivar record: None where nothing has arrived by it yet.
    :ivar uses_record: the median is used; otherwise the planning figure.
    :ivar days: those used; None where too few have gone by it and it is not planned.
    :ivar orders: open orders planned to go by it.
    """

    mode: str
    from_place: Place
    to_place: Place
    lane: Lane | None
    record: LaneRecord | None
    uses_record: bool
    days: int | None
    orders: int


@dataclass(frozen=True)
class LaneChange:
    """What a lane was planned to take from a moment on.

    :ivar by: who said so; empty where nobody was signed in.
    """

    at: datetime
    planning_days: int
    note: str
    by: str


@dataclass(frozen=True)
class LanesPage:
    """:ivar enough: so many shipments tell how long a lane takes.
    :ivar default_days: used where no lane is planned and too few have gone.
    """

    rows: list[LaneRow]
    enough: int
    default_days: int


def load() -> LanesPage:
    """Every lane, by mode and places, in a constant number of queries."""
    return _page(Q())


def find(lane_id: int) -> tuple[LaneRow, int] | None:
    """One planned lane, and how many shipments would be enough to go by its record."""
    page = _page(Q(pk=lane_id))
    return next(((row, page.enough) for row in page.rows if row.lane), None)


def history(lane: Lane) -> list[LaneChange]:
    """What it was planned to take, the newest first."""
    events = lane.events.order_by("-pgh_created_at", "-pgh_id")  # type: ignore[attr-defined]  # pghistory makes it
    found = list(events)
    people = User.objects.in_bulk({event.recorded_by_id for event in found} - {None})
    return [
        LaneChange(
            at=event.recorded_at,
            planning_days=event.planning_days,
            note=event.note,
            by=str(people.get(event.recorded_by_id, "")),
        )
        for event in found
    ]


def lane_choices() -> list[tuple[str, str]]:
    """Every planned lane, for the way that an order is to go."""
    lanes = Lane.objects.with_places().by_places()
    return [
        ("", "Not said yet"),
        *((str(lane.pk), _words(lane)) for lane in lanes),
    ]


def _words(lane: Lane) -> str:
    mode = label(Mode(lane.mode))
    return f"{mode}: {lane.from_place.name} to {lane.to_place.name}"


def _page(which: Q) -> LanesPage:
    limits = Policy.objects.in_force().limits
    enough = int(limits["shipments_for_median"])
    open_orders = Count("orders", filter=Q(orders__standing__is_open=True))
    lanes = {
        (lane.mode, lane.from_place_id, lane.to_place_id): lane
        for lane in Lane.objects.filter(which)
        .with_places()
        .prefetch_related("passes")
        .annotate(open_orders=open_orders)
    }
    records = {
        (record.mode, record.from_place_id, record.to_place_id): record
        for record in LaneRecord.objects.select_related("from_place", "to_place")
    }
    rows = [
        _row(lanes.get(key), records.get(key), enough)
        for key in {**lanes, **({} if which else records)}
    ]
    rows.sort(key=lambda row: (row.mode, row.from_place.name, row.to_place.name))
    return LanesPage(rows, enough, int(limits["transit_planning_days"]))


def _row(lane: Lane | None, record: LaneRecord | None, enough: int) -> LaneRow:
    way = lane or record
    if way is None:
        raise ValueError("neither planned nor gone by")
    uses_record = record is not None and record.shipments >= enough
    planned = lane.planning_days if lane else None
    return LaneRow(
        mode=way.mode,
        from_place=way.from_place,
        to_place=way.to_place,
        lane=lane,
        record=record,
        uses_record=uses_record,
        days=record.median_days if record and uses_record else planned,
        orders=getattr(lane, "open_orders", 0),
    )
