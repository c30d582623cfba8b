"""The ways that a shipment could go instead, and what each would cost in days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from math import ceil

from shipments.domain.modes import Mode
from shipments.models import Disruption, Order
from shipments.models.choices import Passability
from shipments.routing import pace, ways
from shipments.routing.facts import Facts
from shipments.routing.going import Going, Stretch

MOST = 4
# A tenth of a day more is none.
NOTHING = 0.1


@dataclass(frozen=True)
class Miss:
    """An order aboard that would come too late, and by how many days.

    :ivar already: it would by today's route as well.
    """

    order: Order
    days: int
    already: bool


@dataclass(frozen=True)
class Option:
    """One way from where the shipment is to its last place.

    :ivar key: names this way among the options, the same each time it is worked out.
    :ivar days: from its start to its end; None where something has no distance.
    :ivar added_days: more than today's route; negative is sooner.
    :ivar crosses: disruptions that it still meets.
    """

    key: str
    stretches: tuple[Stretch, ...]
    km: int | None
    days: int | None
    added_km: int | None
    added_days: int | None
    basis: str
    arrives_on: date | None
    crosses: tuple[Disruption, ...]
    misses: tuple[Miss, ...]

    @property
    def newly_missed(self) -> int:
        return sum(not each.already for each in self.misses)

    @property
    def name(self) -> str:
        """By what it goes that tells it from others."""
        through: list[str] = []
        for number, stretch in enumerate(self.stretches):
            through += [place.name for place in stretch.ahead]
            if number + 1 < len(self.stretches):
                through.append(stretch.end.name)
        if not through:
            return "Direct"
        return "By " + ", ".join(dict.fromkeys(through))


@dataclass(frozen=True)
class Options:
    """:ivar today: the way by the plan in force.
    :ivar others: other ways, the soonest first; empty where none was found.
    :ivar avoided: the disruptions that the others go round.
    """

    going: Going
    today: Option
    others: tuple[Option, ...]
    avoided: tuple[Disruption, ...]

    def find(self, key: str) -> Option | None:
        return next((each for each in self.others if each.key == key), None)


def options(going: Going, facts: Facts, *, around: int | None = None) -> Options:
    """Work out what else it could do about whatever closes its way.

    :param around: one disruption to go round, even if it only restricts.
    """
    plan = tuple(ways.measured(stretch, facts) for stretch in going.left)
    over = going.has_arrived or going.shipment.cancelled_at is not None
    crossed = () if over else crossings(plan, facts)
    avoided = tuple(
        each
        for each in crossed
        if each.passability == Passability.CLOSED.value or each.pk == around
    )
    paces = pace.paces(plan, facts)
    today = _option(plan, plan, going, facts, paces)
    found: dict[str, Option] = {}
    shunned = {each.place_id for each in avoided if each.place_id} | _closed(facts)
    for _ in range(2 if avoided else 0):
        for run in _ways(going, plan, facts, shunned):
            other = _option(run, plan, going, facts, paces)
            if other.key != today.key and not _meets(other, avoided):
                found.setdefault(other.key, other)
        # And once more round what would slow those down.
        slowed = {met.place_id for each in found.values() for met in each.crosses if met.place_id}
        if slowed <= shunned:
            break
        shunned |= slowed
    ranked = sorted(
        found.values(),
        key=lambda each: (each.days is None, each.days or 0, len(each.crosses), each.key),
    )
    return Options(going, today, tuple(ranked[:MOST]), avoided)


def crossings(plan: tuple[Stretch, ...], facts: Facts) -> tuple[Disruption, ...]:
    """Disruptions that lie on what is left of a way."""
    places: set[int] = set()
    lanes: set[tuple[str, int, int]] = set()
    for stretch in plan:
        places |= {place.pk for place in stretch.ahead} | {stretch.end.pk}
        places |= set() if stretch.is_begun else {stretch.start.pk}
        lanes.add((stretch.mode, stretch.start.pk, stretch.end.pk))
    return tuple(
        each
        for each in facts.disruptions
        if each.place_id in places
        or (each.lane and (each.lane.mode, each.lane.from_place_id, each.lane.to_place_id) in lanes)
    )


def _closed(facts: Facts) -> set[int]:
    """Places that a way round another must not lead through either."""
    return {
        each.place_id
        for each in facts.disruptions
        if each.place_id and each.passability == Passability.CLOSED.value
    }


def _meets(option: Option, avoided: tuple[Disruption, ...]) -> bool:
    """A lane that is closed is not gone again by the same two ends."""
    closed = {each.pk for each in avoided if each.lane_id}
    return any(each.pk in closed for each in option.crosses)


def _ways(
    going: Going, plan: tuple[Stretch, ...], facts: Facts, shunned: set[int]
) -> Iterator[tuple[Stretch, ...]]:
    """Put together the ways of each run. Where one run has several, the others take their first."""
    runs, start = [], 0
    for run in going.runs:
        runs.append(plan[start : start + len(run)])
        start += len(run)
    others = [list(islice(_of_run(run, facts, shunned), MOST)) for run in runs]
    if not all(others):
        return
    firsts = [found[0] for found in others]
    for number, found in enumerate(others):
        for way in found if number == 0 else found[1:]:
            chosen = [*firsts[:number], way, *firsts[number + 1 :]]
            yield tuple(stretch for part in chosen for stretch in part)


def _of_run(
    run: tuple[Stretch, ...], facts: Facts, shunned: set[int]
) -> Iterator[tuple[Stretch, ...]]:
    match run[0].mode:
        case Mode.SEA.value:
            yield from ways.by_sea(run, facts, shunned)
        case Mode.AIR.value:
            yield from ways.by_air(run, facts, shunned)
        case _:
            yield run


def _option(
    stretches: tuple[Stretch, ...],
    plan: tuple[Stretch, ...],
    going: Going,
    facts: Facts,
    paces: pace.Paces,
) -> Option:
    kms = [stretch.km for stretch in stretches]
    km = sum(far for far in kms if far) if all(far is not None for far in kms) else None
    before = [stretch.km for stretch in plan]
    had = sum(far for far in before if far) if all(far is not None for far in before) else None
    took, takes = paces.days(plan), paces.days(stretches)
    is_today = stretches == plan
    added = 0 if is_today else None
    if not is_today and took is not None and takes is not None:
        added = ceil(takes - took - NOTHING)
    base = _expected(going, facts, took)
    arrives_on = base + timedelta(days=added) if base and added is not None else None
    if arrives_on and arrives_on < facts.on:
        arrives_on = facts.on
    return Option(
        key=_key(stretches),
        stretches=stretches,
        km=km,
        days=None if takes is None else ceil(round(takes, 6)),
        added_km=km - had if km is not None and had is not None else None,
        added_days=added,
        basis=paces.basis(stretches),
        arrives_on=arrives_on,
        crosses=crossings(stretches, facts),
        misses=_misses(going, facts, arrives_on=arrives_on, base=base),
    )


def _key(stretches: tuple[Stretch, ...]) -> str:
    told = ";".join(
        f"{each.mode}:{each.start.code}:{each.end.code}:"
        + ",".join(sorted(place.code for place in each.passes))
        for each in stretches
    )
    return sha256(told.encode()).hexdigest()[:12]


def _expected(going: Going, facts: Facts, took: float | None) -> date | None:
    """When it is expected by today's plan: as estimated, else as planned, else as it takes."""
    shipment = going.shipment
    legs = facts.legs.get(shipment.pk, [])
    said = facts.estimates.get(shipment.pk)
    standing = getattr(shipment, "standing", None)
    planned = (
        (standing.expected_arrival_on if standing else None)
        or (said.occurs_on if said else None)
        or (legs[-1].planned_arrival_on if legs else None)
        or shipment.planned_arrival_on
    )
    if planned:
        return max(planned, facts.on)
    if took is None:
        return None
    leaves = max(facts.on, shipment.planned_departure_on or facts.on)
    return leaves + timedelta(days=ceil(round(took, 6)))


def _misses(
    going: Going, facts: Facts, *, arrives_on: date | None, base: date | None
) -> tuple[Miss, ...]:
    """Goods are with the receiver once they are cleared, some days after they arrive."""
    if arrives_on is None:
        return ()
    clearing = timedelta(days=facts.limits["clearance_planning_days"])
    orders = {line.order_id: line.order for line in facts.lines.get(going.shipment.pk, [])}
    found = [
        Miss(
            order,
            (arrives_on + clearing - order.required_on).days,
            base is not None and base + clearing > order.required_on,
        )
        for order in orders.values()
        if order.required_on and arrives_on + clearing > order.required_on
    ]
    return tuple(sorted(found, key=lambda each: (-each.days, each.order.pk)))
