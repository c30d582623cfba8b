"""Scheduled sailings and flights that goods can be made ready for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from shipments import enqueue
from shipments.domain.roles import Right
from shipments.models import Departure, Place, User
from shipments.services import days, departure_entry, refusal
from shipments.services.departure_entry import DepartureEntry

__all__ = ["DepartureEntry", "cancel", "change", "record"]


def record(entry: DepartureEntry, *, by: User, at: datetime) -> Departure:
    """Record a scheduled departure. The orders that could make it are judged again.

    The very same sent again is the departure that is there.

    :raises NotAllowed: no right to plan transport.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    named, facts = _checked(entry, at=at)
    try:
        with transaction.atomic():
            departure, made = Departure.objects.get_or_create(
                **named, defaults=facts | {"recorded_at": at, "recorded_by": by}
            )
            if not made and any(getattr(departure, name) != fact for name, fact in facts.items()):
                raise refusal.refuse(*refusal.CONSTRAINTS["departure_named_once"], "named_already")
            enqueue.judge()
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return departure


def change(entry: DepartureEntry, *, departure_id: int, by: User, at: datetime) -> Departure:
    """Put other facts in the place of a departure's; what it said before stays on record.

    :raises Departure.DoesNotExist: no such departure.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: with every problem there is; or it is cancelled.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    named, facts = _checked(entry, at=at)
    wanted = named | facts
    try:
        with transaction.atomic():
            departure = Departure.objects.select_for_update(no_key=True).get(pk=departure_id)
            if departure.cancelled_on:
                raise refusal.refuse("", "It is cancelled. Record it anew.", "cancelled")
            if all(getattr(departure, name) == fact for name, fact in wanted.items()):
                return departure
            for name, fact in (wanted | {"recorded_at": at, "recorded_by": by}).items():
                setattr(departure, name, fact)
            departure.save()
            enqueue.judge()
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return departure


def _checked(entry: DepartureEntry, *, at: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """What names it, and what else is said of it.

    :raises Refused: with every problem there is.
    """
    places = Place.objects.in_bulk({entry.from_place, entry.to_place}, field_name="code")
    if problems := departure_entry.problems(entry, places, at=at):
        raise refusal.Refused(problems)
    named = {
        "carrier": entry.carrier.strip(),
        "voyage": entry.voyage.strip(),
        "from_place": places[entry.from_place],
        "departs_on": entry.departs_on,
    }
    facts = {
        "mode": entry.mode,
        "to_place": places[entry.to_place],
        "cut_off_on": entry.cut_off_on,
        "arrives_on": entry.arrives_on,
        "source": entry.source.strip(),
        "certainty": entry.certainty,
        "capacity_kg": entry.capacity_kg,
        "explosive_limit_kg": entry.explosive_limit_kg,
        "explosive_others_kg": entry.explosive_others_kg,
    }
    return named, facts


def cancel(*, departure_id: int, by: User, at: datetime) -> Departure:
    """Say that it will not go. The orders that could have made it are judged again.

    :raises Departure.DoesNotExist: no such departure.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: cancelled before.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    with transaction.atomic():
        departure = Departure.objects.get(pk=departure_id)
        standing = Departure.objects.filter(pk=departure_id, cancelled_on__isnull=True)
        if not standing.update(cancelled_on=days.last_begun(at)):
            raise refusal.refuse("", "It is cancelled already.", "cancelled")
        departure.refresh_from_db()
        enqueue.judge()
    return departure
