"""The way of a shipment leg by leg: what was planned, is expected and has happened on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from shipments.domain.milestones import ORDER, Classifier, MilestoneKind
from shipments.models import Leg, Milestone, Place, Shipment

_DEPARTED = ORDER.index(MilestoneKind.DEPARTED)
_BEFORE = ORDER[:_DEPARTED]
_AFTER = (MilestoneKind.DISCHARGED, MilestoneKind.CUSTOMS_RELEASED)


@dataclass(frozen=True)
class Stage:
    """One kind of milestone at one place, with the last day said of it in each sense.

    :ivar late_by: days the actual day, else the estimated, is after the planned one.
    :ivar said: the milestone that tells most: actual, else estimated, else planned.
    :ivar is_next: what should be heard of next.
    """

    kind: MilestoneKind
    place: Place | None
    planned_on: date | None
    estimated_on: date | None
    actual_on: date | None
    late_by: int | None
    said: Milestone | None
    is_next: bool = False


@dataclass
class Stretch:
    """A leg with its milestones; or, with no leg, what happens at the end of the way.

    :ivar number: from 1; 0 at the end.
    """

    number: int
    leg: Leg | None
    stages: list[Stage] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        ends = {MilestoneKind.ARRIVED_AT_STOP, MilestoneKind.ARRIVED}
        return any(each.kind in ends and each.actual_on for each in self.stages)


@dataclass(frozen=True)
class FormerPlan:
    """Legs that another plan replaced."""

    legs: list[Leg]
    replaced_at: datetime


@dataclass(frozen=True)
class Way:
    """:ivar is_planned: legs were planned; without, the shipment is one leg by itself."""

    stretches: list[Stretch]
    is_planned: bool
    former: list[FormerPlan]

    @property
    def stages(self) -> list[Stage]:
        return [stage for stretch in self.stretches for stage in stretch.stages]

    def of(self, kind: MilestoneKind) -> Stage:
        """The one of a kind that every way has."""
        return next(stage for stage in self.stages if stage.kind is kind)


def load(shipment: Shipment, entries: Sequence[Milestone], *, awaited: str) -> Way:
    """Lay the entries that stand, oldest first, along the legs. Two queries.

    :param awaited: the kind that should be heard of next; empty for none.
    """
    known = shipment.legs.select_related(
        "from_place", "to_place", "departure", "planned_by"
    ).prefetch_related("passes")
    legs = list(known.in_sequence())
    in_force = [leg for leg in legs if leg.replaced_at is None]
    replaced: dict[datetime, list[Leg]] = {}
    for leg in legs:
        if leg.replaced_at:
            replaced.setdefault(leg.replaced_at, []).append(leg)
    return Way(
        stretches=_stretches(in_force or [_itself(shipment)], entries, awaited),
        is_planned=bool(in_force),
        former=[FormerPlan(replaced[at], at) for at in sorted(replaced, reverse=True)],
    )


def _itself(shipment: Shipment) -> Leg:
    """What a shipment without legs is; never saved."""
    return Leg(
        shipment=shipment,
        sequence=1,
        mode=shipment.mode,
        from_place=shipment.from_place,
        to_place=shipment.to_place,
        carrier=shipment.carrier,
        voyage=shipment.voyage,
        planned_departure_on=shipment.planned_departure_on,
        planned_arrival_on=shipment.planned_arrival_on,
        planned_at=shipment.logged_at,
    )


def _stretches(legs: list[Leg], entries: Sequence[Milestone], awaited: str) -> list[Stretch]:
    found = []
    for number, leg in enumerate(legs, 1):
        first, last = number == 1, number == len(legs)
        stages = list(_said(_BEFORE, entries, leg.from_place)) if first else []
        leaves = MilestoneKind.DEPARTED if first else MilestoneKind.LEFT_STOP
        comes = MilestoneKind.ARRIVED if last else MilestoneKind.ARRIVED_AT_STOP
        stages.append(_stage(leaves, leg.from_place, entries, leg, leg.planned_departure_on))
        stages += _between(leg, legs, entries)
        stages.append(_stage(comes, leg.to_place, entries, leg, leg.planned_arrival_on))
        if last:
            stages += _said(_AFTER, entries, leg.to_place)
        found.append(Stretch(number, leg, stages))
    end = _stage(MilestoneKind.RECEIVED, legs[-1].to_place, entries)
    found.append(Stretch(0, None, [end]))
    _mark_next(found, awaited)
    return found


def _said(
    kinds: Iterable[MilestoneKind], entries: Sequence[Milestone], place: Place
) -> Iterator[Stage]:
    """Those of the kinds of which anything was said; at this place, where they do not say."""
    here = {MilestoneKind.LOADED, *_AFTER}
    for kind in kinds:
        stage = _stage(kind, place if kind in here else None, entries)
        if stage.said:
            yield stage


def _between(leg: Leg, legs: list[Leg], entries: Sequence[Milestone]) -> Iterator[Stage]:
    """What the leg passes, and stops that no leg has, in the order they were first told of."""
    planned = list(leg.passes.all()) if leg.pk else []
    ends = {each.to_place_id for each in legs} | {each.from_place_id for each in legs}
    kinds = (MilestoneKind.PASSED, MilestoneKind.ARRIVED_AT_STOP, MilestoneKind.LEFT_STOP)
    elsewhere = [
        each
        for each in entries
        if each.kind in kinds
        and (each.kind == MilestoneKind.PASSED or each.place_id not in ends)
        and _leg_of(each, legs) is leg
    ]
    told: dict[tuple[str, int | None], Place | None] = {
        (each.kind, each.place_id): each.place for each in elsewhere
    }
    for place in planned:
        told.setdefault((MilestoneKind.PASSED.value, place.pk), place)
    for (kind, place_id), at_place in told.items():
        mine = [each for each in elsewhere if (each.kind, each.place_id) == (kind, place_id)]
        yield _stage(MilestoneKind(kind), at_place, mine)


def _leg_of(entry: Milestone, legs: list[Leg]) -> Leg:
    """The leg it says, else one that passes its place, else the last one begun by that day."""
    for leg in legs:
        if entry.leg is not None and leg.sequence == entry.leg:
            return leg
    for leg in legs:
        if leg.pk and entry.place_id in {place.pk for place in leg.passes.all()}:
            return leg
    begun = [
        leg
        for leg in legs
        if leg.planned_departure_on and leg.planned_departure_on <= entry.occurs_on
    ]
    return begun[-1] if begun else legs[0]


def _stage(
    kind: MilestoneKind,
    place: Place | None,
    entries: Sequence[Milestone],
    leg: Leg | None = None,
    leg_on: date | None = None,
) -> Stage:
    """Of several entries in one sense the one said last holds; of plans, the last made."""
    last: dict[str, Milestone] = {}
    for each in entries:
        at_stop = each.kind in (MilestoneKind.ARRIVED_AT_STOP, MilestoneKind.LEFT_STOP)
        if each.kind == kind.value and (not at_stop or place is None or each.place_id == place.pk):
            last[each.classifier] = each
    planned, estimated, actual = (
        last.get(each.value)
        for each in (Classifier.PLANNED, Classifier.ESTIMATED, Classifier.ACTUAL)
    )
    planned_on = planned.occurs_on if planned else None
    if leg and leg_on and (planned is None or planned.reported_at <= leg.planned_at):
        planned_on = leg_on
    now = actual or estimated
    said = actual or estimated or planned
    return Stage(
        kind=kind,
        place=said.place if said and said.place else place,
        planned_on=planned_on,
        estimated_on=estimated.occurs_on if estimated else None,
        actual_on=actual.occurs_on if actual else None,
        late_by=(now.occurs_on - planned_on).days if now and planned_on else None,
        said=said,
    )


def _mark_next(stretches: list[Stretch], awaited: str) -> None:
    """The first of the awaited kind that has not happened."""
    for stretch in stretches:
        for index, stage in enumerate(stretch.stages):
            if stage.kind == awaited and stage.actual_on is None:
                stretch.stages[index] = Stage(**vars(stage) | {"is_next": True})
                return
