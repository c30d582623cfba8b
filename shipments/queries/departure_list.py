"""The scheduled departures that goods can still make, how full they are, and those cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import django_filters as filters

from shipments.models import Departure, User
from shipments.models.choices import modes
from shipments.queries.departure_load import Load, loads

if TYPE_CHECKING:
    from shipments.models.departure import DepartureQuerySet

MOST = 200


class DepartureFilter(filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """What narrows the list."""

    mode = filters.ChoiceFilter(label="Mode", choices=modes)
    from_place = filters.CharFilter(label="From", field_name="from_place__code", max_length=12)
    to_place = filters.CharFilter(label="To", field_name="to_place__code", max_length=12)
    carrier = filters.CharFilter(label="Carrier", lookup_expr="icontains", max_length=120)

    class Meta:
        model = Departure
        fields: list[str] = []


@dataclass(frozen=True)
class DepartureRow:
    """:ivar days_left: to its cut-off.
    :ivar weight_taken: per cent of its capacity; None where that is not known.
    :ivar explosive_kg: net, ours and others' as far as known.
    :ivar explosive_taken: per cent of the limit; None where there is none on record.
    """

    departure: Departure
    days_left: int
    load: Load
    weight_taken: int | None
    explosive_kg: Decimal
    explosive_taken: int | None


@dataclass(frozen=True)
class DepartureChange:
    """What a departure said from a moment on."""

    at: datetime
    cut_off_on: date
    departs_on: date
    arrives_on: date
    capacity_kg: Decimal | None
    source: str
    by: str


def rows(departures: DepartureQuerySet, *, today: date) -> list[DepartureRow]:
    """The soonest first."""
    still = departures.still_to_make(today).soonest_first()
    loaded = list(still.select_related("from_place", "to_place")[:MOST])
    full = loads([each.pk for each in loaded])
    return [_row(each, full[each.pk], today) for each in loaded]


def one(departure: Departure, *, today: date) -> DepartureRow:
    return _row(departure, loads([departure.pk])[departure.pk], today)


def _row(departure: Departure, load: Load, today: date) -> DepartureRow:
    explosive = load.explosive_kg + (departure.explosive_others_kg or Decimal(0))
    return DepartureRow(
        departure=departure,
        days_left=(departure.cut_off_on - today).days,
        load=load,
        weight_taken=_share(load.gross_kg, departure.capacity_kg),
        explosive_kg=explosive,
        explosive_taken=_share(explosive, departure.explosive_limit_kg),
    )


def _share(part: Decimal, whole: Decimal | None) -> int | None:
    return int(100 * part / whole) if whole else None


def cancelled(*, today: date) -> list[Departure]:
    """Those that would still be to make, had they not been cancelled."""
    gone = Departure.objects.filter(cancelled_on__isnull=False, cut_off_on__gte=today)
    return list(gone.soonest_first().select_related("from_place", "to_place")[:MOST])


def history(departure: Departure) -> list[DepartureChange]:
    """What it said, the newest first."""
    events = departure.events.order_by("-pgh_created_at", "-pgh_id")  # type: ignore[attr-defined]  # pghistory makes it
    found = list(events)
    people = User.objects.in_bulk({event.recorded_by_id for event in found} - {None})
    return [
        DepartureChange(
            at=event.recorded_at,
            cut_off_on=event.cut_off_on,
            departs_on=event.departs_on,
            arrives_on=event.arrives_on,
            capacity_kg=event.capacity_kg,
            source=event.source,
            by=str(people.get(event.recorded_by_id, "")),
        )
        for event in found
    ]
