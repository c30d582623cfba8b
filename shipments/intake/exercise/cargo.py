"""Shipments of an exercise: what left together, on which lane, and how far it came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from django.db import connection, models

from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.intake.exercise import journeys
from shipments.intake.exercise.journeys import Journey
from shipments.intake.exercise.lanes import Route
from shipments.intake.exercise.lives import Part
from shipments.intake.exercise.moments import moment
from shipments.intake.exercise.orders import BATCH, Lived
from shipments.models import Leg, Milestone, Place, Shipment, ShipmentLine, User

_LINES_AT_MOST = 5
_FEW = 500
_QUIET_AT_ONCE = 0.5
Row = TypeVar("Row", bound=models.Model)
_ACTUAL, _PLANNED, _ESTIMATED = Classifier.ACTUAL, Classifier.PLANNED, Classifier.ESTIMATED


@dataclass(frozen=True, slots=True)
class _Load:
    """What goes aboard together. Its days are those of the way, past and to come.

    :ivar goes_quiet: nothing is heard of it after it has departed.
    """

    route: Route
    aboard: Sequence[tuple[Lived, Part]]
    planned: tuple[date, date]
    tendered_on: date
    departed_on: date
    arrived_on: date
    received_on: date
    goes_quiet: bool


def save(
    lived: Sequence[Lived], places: Mapping[str, Place], by: User, *, seed: int, as_of: date
) -> int:
    """Ship the parts of the orders' lives. Tell how many shipments that took.

    :param by: who lets them leave.
    """
    draw = Random(f"{seed}/cargo")
    loads = sorted(_loads(lived, draw, as_of), key=lambda load: load.tendered_on)
    shipments = Shipment.objects.bulk_create(
        (_shipment(load, draw, as_of) for load in loads), batch_size=BATCH
    )
    pairs = list(zip(shipments, loads, strict=True))
    _write(
        ShipmentLine.objects,
        [
            ShipmentLine(shipment=shipment, order=each.order, quantity=part.quantity)
            for shipment, load in pairs
            for each, part in load.aboard
        ],
    )
    _write(
        Milestone.objects,
        [
            milestone
            for shipment, load in pairs
            for milestone in _milestones(shipment, load, draw, as_of)
        ],
    )
    _send(pairs, places, by, Random(f"{seed}/journeys"), as_of)
    return len(shipments)


def _send(
    pairs: Sequence[tuple[Shipment, _Load]],
    places: Mapping[str, Place],
    by: User,
    draw: Random,
    as_of: date,
) -> None:
    """Give some of them legs with stops, and let those leave that do."""
    known = {place.pk: place for place in places.values()}
    found = []
    for shipment, load in pairs:
        shipment.from_place = known[shipment.from_place_id]
        shipment.to_place = known[shipment.to_place_id]
        stops = journeys.stops_of(load.route.way.mode, load.route.way.end, places, draw)
        # Of those that go quiet half are heard of once more, at their first stop.
        at_once = draw.random() < _QUIET_AT_ONCE
        left, came = load.departed_on, load.arrived_on
        first_stop = left + (came - left) // (len(stops) + 1)
        last = came if not load.goes_quiet else left if at_once else first_stop
        if stops:
            found.append(Journey(shipment, stops, load.planned, (left, came), last))
    legs = Leg.objects.bulk_create(journeys.legs(found), batch_size=BATCH)
    Leg.passes.through.objects.bulk_create(journeys.passages(legs, places), batch_size=BATCH)
    _write(Milestone.objects, list(journeys.milestones(found, draw, as_of=as_of)))
    departed = [shipment for shipment, load in pairs if load.departed_on <= as_of]
    waiting = [shipment for shipment, load in pairs if load.departed_on > as_of]
    journeys.let_go(departed, waiting, by, draw)


def _write(table: models.Manager[Row], rows: Sequence[Row]) -> None:
    """Save a few and then the others: the triggers look into these tables for each row, by a
    plan that is made for what is in them.
    """
    table.bulk_create(rows[:_FEW])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE shipments_shipment, shipments_shipmentline, shipments_milestone")
    table.bulk_create(rows[_FEW:], batch_size=BATCH)


def _loads(lived: Sequence[Lived], draw: Random, as_of: date) -> Iterator[_Load]:
    waiting: dict[tuple[int, int], list[tuple[Lived, Part]]] = defaultdict(list)
    for each in lived:
        for part in each.life.parts:
            waiting[each.route.lane.pk, part.ship_on.toordinal() // 7].append((each, part))
    for parts in waiting.values():
        parts.sort(key=lambda pair: pair[1].ship_on)
        for first in range(0, len(parts), _LINES_AT_MOST):
            yield _load(parts[0][0].route, parts[first : first + _LINES_AT_MOST], draw, as_of)


def _load(route: Route, aboard: Sequence[tuple[Lived, Part]], draw: Random, as_of: date) -> _Load:
    planned_departure_on = aboard[-1][1].ship_on
    planned_arrival_on = planned_departure_on + timedelta(days=route.way.planning)
    departed_on = planned_departure_on + timedelta(days=draw.choice((0, 0, 0, 0, 0, 1)))
    arrived_on = departed_on + timedelta(days=draw.randint(*route.way.transit))
    return _Load(
        route=route,
        aboard=aboard,
        planned=(planned_departure_on, planned_arrival_on),
        tendered_on=min(planned_departure_on, as_of) - timedelta(days=draw.randint(1, 5)),
        departed_on=departed_on,
        arrived_on=arrived_on,
        received_on=arrived_on + timedelta(days=draw.randint(1, 6)),
        goes_quiet=draw.random() < 0.08 and as_of - departed_on < timedelta(days=75),
    )


def _shipment(load: _Load, draw: Random, as_of: date) -> Shipment:
    lead, part = load.aboard[0]
    # Another order's partial may lead the same way, never this order's same part.
    named = lead.order.document_number or f"ZZEX{lead.order.reference.replace('-', ''):0>10}"
    return Shipment(
        tcn=f"{named}X{part.code}X",
        mode=load.route.way.mode.value,
        carrier=load.route.way.carrier,
        voyage=f"EX{load.departed_on:%j}",
        from_place_id=load.route.lane.from_place_id,
        to_place_id=load.route.lane.to_place_id,
        planned_departure_on=load.planned[0],
        planned_arrival_on=load.planned[1],
        logged_at=moment(draw, load.tendered_on, as_of=as_of),
    )


def _milestones(shipment: Shipment, load: _Load, draw: Random, as_of: date) -> Iterator[Milestone]:
    def entry(kind: MilestoneKind, classifier: Classifier, day: date, said_on: date) -> Milestone:
        said_at = moment(draw, said_on, as_of=as_of)
        return Milestone(
            shipment=shipment,
            kind=kind.value,
            classifier=classifier.value,
            occurs_on=day,
            source=load.route.way.carrier,
            reported_at=said_at,
            recorded_at=said_at,
        )

    yield entry(MilestoneKind.TENDERED, _ACTUAL, load.tendered_on, load.tendered_on)
    yield entry(MilestoneKind.DEPARTED, _PLANNED, load.planned[0], load.tendered_on)
    yield entry(MilestoneKind.ARRIVED, _PLANNED, load.planned[1], load.tendered_on)
    if load.departed_on > as_of:
        return
    yield entry(MilestoneKind.LOADED, _ACTUAL, load.departed_on, load.departed_on)
    yield entry(MilestoneKind.DEPARTED, _ACTUAL, load.departed_on, load.departed_on)
    if load.goes_quiet or load.arrived_on > as_of:
        yield entry(MilestoneKind.ARRIVED, _ESTIMATED, load.arrived_on, load.departed_on)
        return
    yield entry(MilestoneKind.ARRIVED, _ACTUAL, load.arrived_on, load.arrived_on)
    if load.received_on <= as_of:
        yield entry(MilestoneKind.RECEIVED, _ACTUAL, load.received_on, load.received_on)
