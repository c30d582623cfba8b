"""The scheduled departures that goods can still make, and those cancelled of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shipments.models import Departure

MOST = 200


@dataclass(frozen=True)
class DepartureRow:
    """:ivar days_left: to its cut-off."""

    departure: Departure
    days_left: int


def rows(*, today: date) -> list[DepartureRow]:
    """The soonest first."""
    departures = Departure.objects.still_to_make(today).soonest_first()
    loaded = departures.select_related("from_place", "to_place")[:MOST]
    return [DepartureRow(each, (each.cut_off_on - today).days) for each in loaded]


def cancelled(*, today: date) -> list[Departure]:
    """Those that would still be to make, had they not been cancelled."""
    gone = Departure.objects.filter(cancelled_on__isnull=False, cut_off_on__gte=today)
    return list(gone.soonest_first().select_related("from_place", "to_place")[:MOST])
