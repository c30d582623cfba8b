"""Whether a scheduled departure can take a shipment: its way, its cut-off, its capacity."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from shipments.models import Departure, Shipment
from shipments.services.refusal import Problem
from shipments.services.shipment_entry import ShipmentEntry


def find(key: int | None, *, locked: bool = False) -> Departure | None:
    """:param locked: nobody else puts goods aboard until the transaction ends."""
    if key is None:
        return None
    rows = Departure.objects.select_related("from_place", "to_place")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=key).first()


def check(
    entry: ShipmentEntry, departure: Departure | None, kg: Decimal | None, *, today: date
) -> list[Problem]:
    """Say why it cannot be taken. One query, of what is aboard already.

    :param kg: gross weight of the shipment; None where nobody knows.
    """
    if entry.departure is None:
        return []
    if departure is None:
        return [_problem("There is no such departure. Choose one from the list.", "unknown")]
    return _schedule_problems(entry, departure, today) or _capacity_problems(departure, kg)


def _schedule_problems(entry: ShipmentEntry, departure: Departure, today: date) -> list[Problem]:
    name = f"{departure.carrier} {departure.voyage}"
    if departure.cancelled_on:
        return [_problem(f"{name} is cancelled. Choose another departure.", "cancelled")]
    way = (departure.mode, departure.from_place.code, departure.to_place.code)
    if way != (entry.mode, entry.from_place, entry.to_place):
        message = (
            f"{name} goes by {way[0]} from {way[1]} to {way[2]}. "
            "Choose another departure, or correct the way."
        )
        return [_problem(message, "goes_another_way")]
    # What has departed with it has made it, whatever the schedule said.
    if departure.cut_off_on < today and not entry.departed_on:
        message = (
            f"{name} took goods until {departure.cut_off_on:%-d %b %Y}. Choose a later departure."
        )
        return [_problem(message, "cut_off_passed")]
    return []


def _capacity_problems(departure: Departure, kg: Decimal | None) -> list[Problem]:
    if departure.capacity_kg is None or kg is None:
        return []
    left = max(Decimal(), departure.capacity_kg - aboard_kg(departure))
    if kg <= left:
        return []
    message = (
        f"{departure.carrier} {departure.voyage} has {left:,.0f} of {departure.capacity_kg:,.0f} "
        f"kg left, and this is {kg:,.0f} kg. Choose another departure, or ship less."
    )
    return [_problem(message, "over_capacity")]


def aboard_kg(departure: Departure) -> Decimal:
    """Gross weight of what is logged to go with it."""
    aboard = Shipment.objects.standing_live().filter(departure=departure)
    return aboard.aggregate(kg=Sum("gross_weight_kg"))["kg"] or Decimal()


def _problem(message: str, code: str) -> Problem:
    return Problem("departure", message, f"departure_{code}")
