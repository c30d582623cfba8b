"""Planning the legs of a shipment. Another plan replaces the one in force, which stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from shipments import enqueue
from shipments.domain.roles import Right
from shipments.models import Departure, Disruption, Leg, Place, Shipment, User
from shipments.models.choices import ShipmentState
from shipments.services import leg_checks, refusal
from shipments.services.leg_checks import LegEntry
from shipments.standing import recompute as standing

__all__ = ["LegEntry", "plan"]

_OVER = (ShipmentState.RECEIVED.value, ShipmentState.CLOSED.value)


def plan(
    *,
    tcn: str,
    legs: Sequence[LegEntry],
    by: User,
    at: datetime,
    because: str = "",
    disruption: Disruption | None = None,
) -> list[Leg]:
    """Plan the whole way of a shipment, from its first place to its last.

    The very plan that is in force is left as it is.

    :param because: why it is planned so; kept with each leg.
    :param disruption: what the plan avoids.
    :raises Shipment.DoesNotExist: no such shipment that the person may see.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    try:
        with transaction.atomic():
            # Locked, so that of two plans at once the later replaces the earlier.
            visible = Shipment.objects.visible_to(by).select_for_update(no_key=True, of=("self",))
            shipment = visible.select_related("from_place", "to_place", "standing").get(tcn=tcn)
            entries, scheduled = _scheduled(legs)
            places = _places(entries)
            _refuse(shipment, entries, places, because, at=at)
            now = list(shipment.legs.in_force().in_sequence().prefetch_related("passes"))
            if _told(now) == [_facts(entry, places) for entry in entries]:
                return now
            shipment.legs.in_force().update(replaced_at=at)
            why = {"because": because.strip(), "disruption": disruption}
            planned = {"planned_at": at, "planned_by": by}
            made = _write(shipment, entries, places, scheduled, **why, **planned)
            Shipment.objects.filter(pk=shipment.pk).update(
                planned_departure_on=entries[0].planned_departure_on,
                planned_arrival_on=entries[-1].planned_arrival_on,
            )
            standing.with_orders(shipment.pk, at=at)
            enqueue.judge()
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return made


def _refuse(
    shipment: Shipment,
    entries: Sequence[LegEntry],
    places: dict[str, Place],
    because: str,
    *,
    at: datetime,
) -> None:
    if shipment.cancelled_at:
        raise refusal.refuse("", f"{shipment.tcn} is cancelled.", "cancelled")
    if getattr(shipment, "standing", None) and shipment.standing.state in _OVER:
        message = f"{shipment.tcn} is {shipment.standing.state}: no way is left to plan."
        raise refusal.refuse("", message, "over")
    problems = leg_checks.problems(entries, shipment, places, at=at)
    if len(because) > 300:
        problems.append(refusal.Problem("because", "Keep it to 300 characters.", "too_long"))
    if problems:
        raise refusal.Refused(problems)


def _scheduled(legs: Sequence[LegEntry]) -> tuple[list[LegEntry], list[Departure | None]]:
    """Fill in what a scheduled departure of the same voyage tells."""
    entries, departures = [], []
    voyages = {leg.voyage.strip() for leg in legs if leg.voyage.strip()}
    known = list(
        Departure.objects.filter(voyage__in=voyages, cancelled_on__isnull=True)
        .select_related("from_place", "to_place")
        .soonest_first()
    )
    for leg in legs:
        fits = [each for each in known if _fits(each, leg)]
        departure = fits[0] if len(fits) == 1 else None
        departures.append(departure)
        tidy = replace(leg, carrier=leg.carrier.strip(), voyage=leg.voyage.strip())
        if departure:
            tidy = replace(
                tidy,
                carrier=tidy.carrier or departure.carrier,
                planned_departure_on=tidy.planned_departure_on or departure.departs_on,
                planned_arrival_on=tidy.planned_arrival_on or departure.arrives_on,
            )
        entries.append(tidy)
    return entries, departures


def _fits(departure: Departure, leg: LegEntry) -> bool:
    return (
        departure.voyage == leg.voyage.strip()
        and departure.mode == leg.mode
        and departure.from_place.code == leg.from_place
        and departure.to_place.code == leg.to_place
        and leg.planned_departure_on in (None, departure.departs_on)
        and leg.carrier.strip() in ("", departure.carrier)
    )


def _places(entries: Sequence[LegEntry]) -> dict[str, Place]:
    codes = {code for leg in entries for code in (leg.from_place, leg.to_place, *leg.passes)}
    return Place.objects.in_bulk(codes, field_name="code")


def _write(
    shipment: Shipment,
    entries: Sequence[LegEntry],
    places: dict[str, Place],
    scheduled: Sequence[Departure | None],
    **said: Any,
) -> list[Leg]:
    made = Leg.objects.bulk_create(
        Leg(
            shipment=shipment,
            sequence=sequence,
            mode=entry.mode,
            from_place=places[entry.from_place],
            to_place=places[entry.to_place],
            carrier=entry.carrier,
            voyage=entry.voyage,
            departure=departure,
            planned_departure_on=entry.planned_departure_on,
            planned_arrival_on=entry.planned_arrival_on,
            distance_km=entry.distance_km,
            distance_basis=entry.distance_basis,
            **said,
        )
        for sequence, (entry, departure) in enumerate(zip(entries, scheduled, strict=True), 1)
    )
    Leg.passes.through.objects.bulk_create(
        Leg.passes.through(leg=leg, place=places[code])
        for leg, entry in zip(made, entries, strict=True)
        for code in entry.passes
    )
    return made


def _facts(entry: LegEntry, places: dict[str, Place]) -> tuple[object, ...]:
    return (
        entry.mode,
        places[entry.from_place].pk,
        places[entry.to_place].pk,
        entry.carrier,
        entry.voyage,
        entry.planned_departure_on,
        entry.planned_arrival_on,
        {places[code].pk for code in entry.passes},
    )


def _told(legs: Sequence[Leg]) -> list[tuple[object, ...]]:
    return [
        (
            leg.mode,
            leg.from_place_id,
            leg.to_place_id,
            leg.carrier,
            leg.voyage,
            leg.planned_departure_on,
            leg.planned_arrival_on,
            {place.pk for place in leg.passes.all()},
        )
        for leg in legs
    ]
