"""Where a shipment is on its way, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from shipments.domain.milestones import ORDER, MilestoneKind
from shipments.models import Leg, Milestone, Place, Shipment
from shipments.routing.facts import Facts, Point, degrees

_ARRIVED = {kind.value for kind in ORDER[ORDER.index(MilestoneKind.ARRIVED) :]}
_GONE = {
    MilestoneKind.DEPARTED.value,
    MilestoneKind.ARRIVED_AT_STOP.value,
    MilestoneKind.LEFT_STOP.value,
    MilestoneKind.PASSED.value,
}


@dataclass(frozen=True)
class Stretch:
    """A part of a way by one mode.

    :ivar passes: places between: passages of a ship, unplanned stops of an aircraft.
    :ivar behind: those of ``passes`` that it has passed.
    :ivar is_begun: it has left ``start``.
    :ivar measured_from: where the distance begins, if not at ``start``.
    """

    mode: str
    start: Place
    end: Place
    passes: tuple[Place, ...] = ()
    behind: tuple[Place, ...] = ()
    is_begun: bool = False
    km: int | None = None
    points: tuple[Point, ...] = ()
    measured_from: Place | None = None
    leg: Leg | None = None

    @property
    def ahead(self) -> tuple[Place, ...]:
        passed = {place.pk for place in self.behind}
        return tuple(place for place in self.passes if place.pk not in passed)

    @property
    def origin(self) -> Place:
        return self.measured_from or self.start

    def with_measure(self, km: int, points: tuple[Point, ...]) -> Stretch:
        return replace(self, km=km, points=points)


@dataclass(frozen=True)
class Going:
    """:ivar left: the stretches not yet done, the first of which may be begun.
    :ivar done: how many of its legs lie behind it.
    :ivar plan: names the legs in force, so that who saw others can be told.
    """

    shipment: Shipment
    left: tuple[Stretch, ...]
    done: int
    has_arrived: bool
    plan: str

    @property
    def runs(self) -> list[tuple[Stretch, ...]]:
        """The stretches by one mode that follow each other."""
        return [tuple(run) for _, run in groupby(self.left, key=lambda each: each.mode)]


def going(shipment: Shipment, facts: Facts) -> Going:
    """Read off the legs in force, or the lane, and the milestones that stand."""
    happened = facts.happened.get(shipment.pk, [])
    legs = facts.legs.get(shipment.pk, [])
    planned = [_of_leg(leg, facts) for leg in legs] or [_whole(shipment, facts)]
    done = _done(planned, happened)
    left = planned[done:]
    if left:
        left[0] = _begun(left[0], happened, is_first=done == 0)
    return Going(
        shipment=shipment,
        left=tuple(left),
        done=done,
        has_arrived=any(each.kind in _ARRIVED for each in happened),
        plan="-".join(str(leg.pk) for leg in legs) or "none",
    )


def _of_leg(leg: Leg, facts: Facts) -> Stretch:
    passes = tuple(leg.passes.all())
    if not passes and leg.distance_km is None:
        lane = facts.lanes.get((leg.mode, leg.from_place_id, leg.to_place_id))
        passes = tuple(lane.passes.all()) if lane else ()
    return Stretch(leg.mode, leg.from_place, leg.to_place, passes, leg=leg)


def _whole(shipment: Shipment, facts: Facts) -> Stretch:
    lane = facts.lanes.get((shipment.mode, shipment.from_place_id, shipment.to_place_id))
    passes = tuple(lane.passes.all()) if lane else ()
    return Stretch(shipment.mode, shipment.from_place, shipment.to_place, passes)


def _done(planned: list[Stretch], happened: list[Milestone]) -> int:
    """How many stretches it has come to the end of; heard of farther along, all before too."""
    at_end = {
        each.place_id
        for each in happened
        if each.kind in {MilestoneKind.ARRIVED_AT_STOP.value, MilestoneKind.LEFT_STOP.value}
    }
    passed = {each.place_id for each in happened if each.kind == MilestoneKind.PASSED.value}
    done = 0
    for number, stretch in enumerate(planned[:-1], start=1):
        if stretch.end.pk in at_end:
            done = number
    for number, stretch in enumerate(planned):
        if any(place.pk in passed for place in stretch.passes):
            done = max(done, number)
    return done


def _begun(stretch: Stretch, happened: list[Milestone], *, is_first: bool) -> Stretch:
    """What of it lies behind: a place that it passed, and where it was last heard of."""
    passed = [
        each.place
        for each in happened
        if each.kind in {MilestoneKind.PASSED.value, MilestoneKind.LEFT_STOP.value} and each.place
    ]
    left = {place.pk for place in passed}
    behind = tuple(place for place in stretch.passes if place.pk in left)
    is_begun = bool(behind) or (
        any(each.kind in _GONE for each in happened) if is_first else stretch.start.pk in left
    )
    heard = next((place for place in reversed(passed) if place in behind and degrees(place)), None)
    return replace(stretch, behind=behind, is_begun=is_begun, measured_from=heard)
