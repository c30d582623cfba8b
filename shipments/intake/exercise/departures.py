"""The schedules of an exercise: departures that goods can make, or miss by a few days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from shipments.domain.modes import Mode
from shipments.intake.exercise.lanes import Map, Route
from shipments.intake.exercise.moments import moment
from shipments.models import Departure

_PUBLISHED = timedelta(days=120)
# Gross weight for us, and the net explosive weight that all together may be, in kilograms.
_ROOM = {Mode.SEA: (250_000, 40_000), Mode.AIR: (60_000, 5_000)}
_TAKEN_UNTIL = {Mode.SEA: timedelta(days=3), Mode.AIR: timedelta(days=1)}


def save(known: Map, draw: Random, *, as_of: date) -> int:
    """Publish the schedules of the ways that have one. Tell how many departures that is."""
    found = [each for route in known.routes for each in _departures(route, draw, as_of)]
    return len(Departure.objects.bulk_create(found))


def _departures(route: Route, draw: Random, as_of: date) -> Iterator[Departure]:
    way, lane = route.way, route.lane
    if not way.sails_every:
        return
    departs_on = as_of + timedelta(days=draw.randint(4, 8))
    told_on = as_of - timedelta(days=30)
    room, explosives = _ROOM[way.mode]
    number = 1
    while departs_on <= as_of + _PUBLISHED:
        yield Departure(
            mode=way.mode.value,
            carrier=way.carrier,
            voyage=f"EX{number:03d}",
            from_place_id=lane.from_place_id,
            to_place_id=lane.to_place_id,
            cut_off_on=departs_on - _TAKEN_UNTIL.get(way.mode, timedelta(days=2)),
            departs_on=departs_on,
            arrives_on=departs_on + timedelta(days=way.planning),
            capacity_kg=room,
            explosive_limit_kg=explosives,
            explosive_others_kg=explosives // 4,
            source="Exercise: an invented schedule",
            recorded_at=moment(draw, told_on, as_of=as_of),
        )
        departs_on += timedelta(days=way.sails_every)
        number += 1
