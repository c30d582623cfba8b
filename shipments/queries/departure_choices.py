"""The scheduled departures that fit a shipment being planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shipments.models import Departure
from shipments.queries.departure_load import Load, loads

OFFERED = 6


@dataclass(frozen=True)
class Fitting:
    """:ivar days_left: from the day asked about to the cut-off.
    :ivar room_kg: gross weight that is still free; None where the capacity is not known.
    """

    departure: Departure
    load: Load
    days_left: int
    room_kg: Decimal | None


def fitting(
    mode: str, from_place: str, to_place: str, on: date, *, most: int = OFFERED
) -> list[Fitting]:
    """Departures on this way that goods ready on that day still make, the soonest first.

    :param mode: empty for any.
    :param from_place: a place's code, as ``to_place`` is.
    """
    way = {"from_place__code": from_place, "to_place__code": to_place}
    rows = Departure.objects.still_to_make(on).filter(**way | ({"mode": mode} if mode else {}))
    departures = list(rows.soonest_first().select_related("from_place", "to_place")[:most])
    full = loads([each.pk for each in departures])
    return [_fitting(each, full[each.pk], on) for each in departures]


def _fitting(departure: Departure, load: Load, on: date) -> Fitting:
    room = departure.capacity_kg
    return Fitting(
        departure=departure,
        load=load,
        days_left=(departure.cut_off_on - on).days,
        room_kg=None if room is None else room - load.gross_kg,
    )
