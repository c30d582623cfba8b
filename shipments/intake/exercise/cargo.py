"""Shipments of an exercise: what left together, on which lane, and how far it came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from django.db import connection, models

from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.intake.exercise.lanes import Route
from shipments.intake.exercise.lives import Part
from shipments.intake.exercise.moments import moment
from shipments.intake.exercise.orders import BATCH, Lived
from shipments.intake.exercise.people import People
from shipments.models import Milestone, Shipment, ShipmentLine

_LINES_AT_MOST = 5
_FEW = 500
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


def save(lived: Sequence[Lived], people: People, *, seed: int, as_of: date) -> int:
    """Ship the parts of the orders' lives. Tell how many shipments that took."""
    draw = Random(f"{seed}/cargo")
    loads = sorted(_loads(lived, draw, as_of), key=lambda load: load.tendered_on)
    shipments = [_shipment(load, draw, as_of) for load in loads]
    _release(shipments, loads, people, seed=seed, as_of=as_of)
    Shipment.objects.bulk_create(shipments, batch_size=BATCH)
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
    return len(shipments)


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


def _release(
    shipments: Sequence[Shipment], loads: Sequence[_Load], people: People, *, seed: int, as_of: date
) -> None:
    """What has left was released before, but for one in thirty; of what waits some is ready."""
    draw = Random(f"{seed}/released")
    for shipment, load in zip(shipments, loads, strict=True):
        chance, waits = draw.random(), load.departed_on > as_of
        ready_at = shipment.logged_at + timedelta(minutes=draw.randint(5, 90))
        if chance < 1 / 30 or (waits and chance < 1 / 2):
            continue
        shipment.ready_at, shipment.ready_by = ready_at, people.compliance[0]
        if not waits:
            shipment.released_at = ready_at + timedelta(minutes=draw.randint(5, 60))
            shipment.released_by = people.compliance[1]


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
