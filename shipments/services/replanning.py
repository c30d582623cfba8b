"""Taking another way: a planner accepts one that was worked out, and the legs are planned by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.db import transaction

from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.roles import Right
from shipments.models import Disruption, Leg, Milestone, Shipment, User
from shipments.routing import facts as routing_facts
from shipments.routing import pace
from shipments.routing.facts import Facts
from shipments.routing.going import Stretch, going
from shipments.routing.options import Option, Options, options
from shipments.services import legs, refusal
from shipments.services.leg_checks import LegEntry
from shipments.services.refusal import Refused

MOST_BECAUSE = 300


@dataclass(frozen=True)
class Choice:
    """A way that somebody chose, as the page named it.

    :ivar plan: the plan that it was worked out against.
    """

    tcn: str
    key: str
    plan: str


@dataclass(frozen=True)
class Accepted:
    """:ivar refused: of each that could not be planned anew, its TCN and why."""

    planned: list[str]
    refused: list[tuple[str, str]]


@transaction.atomic
def accept(choice: Choice, *, by: User, at: datetime, around: int | None = None) -> list[Leg]:
    """Plan a shipment's legs by another way. The plan before stays readable, with what it was
    replaced for; the arrival is estimated anew.

    The way is worked out again under a lock: of two who choose for one shipment the second is
    told. A hold does not stop it, because a plan ships nothing.

    :param around: the disruption that the way was offered to go round.
    :raises Shipment.DoesNotExist: no such shipment that the person may see.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: it was planned anew meanwhile, that way is no longer open, or it has arrived.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    visible = Shipment.objects.visible_to(by).select_for_update(no_key=True, of=("self",))
    shipment = visible.select_related("from_place", "to_place", "standing").get(tcn=choice.tcn)
    facts = routing_facts.load([shipment], on=at.date())
    now = going(shipment, facts)
    if shipment.cancelled_at or now.has_arrived:
        how = "is cancelled" if shipment.cancelled_at else "has arrived"
        raise refusal.refuse("", f"{shipment.tcn} {how}: no way is left to plan.", "over")
    if now.plan != choice.plan:
        raise _planned_anew(shipment)
    found = options(now, facts, around=around)
    chosen = found.find(choice.key)
    if chosen is None:
        message = "That way is not offered any more: something changed since you looked."
        raise refusal.refuse("", message, "not_offered")
    before = facts.legs.get(shipment.pk) or [_written(shipment, found)]
    _expect(shipment, chosen, by=by, at=at)
    return legs.plan(
        tcn=shipment.tcn,
        legs=[*map(_kept, before[: now.done]), *_entries(found, chosen, facts)],
        because=_because(found, chosen)[:MOST_BECAUSE],
        disruption=_avoided(found, around),
        by=by,
        at=at,
    )


def accept_several(
    choices: Sequence[Choice], *, by: User, at: datetime, around: int | None = None
) -> Accepted:
    """Accept each by itself: what cannot be planned anew keeps the others from nothing.

    :raises NotAllowed: no right to plan transport.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    planned, refused = [], []
    for choice in choices:
        try:
            accept(choice, by=by, at=at, around=around)
        except Refused as error:
            refused.append((choice.tcn, str(error)))
        except Shipment.DoesNotExist:
            refused.append((choice.tcn, "There is no such shipment."))
        else:
            planned.append(choice.tcn)
    return Accepted(planned, refused)


def _planned_anew(shipment: Shipment) -> Refused:
    last = shipment.legs.in_force().select_related("planned_by").order_by("-planned_at").first()
    who = f"{last.planned_by or 'Somebody'} did at {last.planned_at:%H:%M}Z" if last else "It was"
    message = f"{shipment.tcn} was planned anew since you looked: {who}. Look at its way again."
    return refusal.refuse("", message, "planned_anew")


def _written(shipment: Shipment, found: Options) -> Leg:
    """Write down the one leg that a shipment without legs is by itself, so that it is history."""
    leg = Leg.objects.create(
        shipment=shipment,
        sequence=1,
        mode=shipment.mode,
        from_place=shipment.from_place,
        to_place=shipment.to_place,
        carrier=shipment.carrier,
        voyage=shipment.voyage,
        departure_id=shipment.departure_id,
        planned_departure_on=shipment.planned_departure_on,
        planned_arrival_on=shipment.planned_arrival_on,
        planned_at=shipment.logged_at,
        planned_by_id=shipment.logged_by_id,
    )
    leg.passes.set(found.going.left[0].passes if found.going.left else [])
    return leg


def _kept(leg: Leg) -> LegEntry:
    """What lies behind it stays as it was."""
    return LegEntry(
        mode=leg.mode,
        from_place=leg.from_place.code,
        to_place=leg.to_place.code,
        carrier=leg.carrier,
        voyage=leg.voyage,
        planned_departure_on=leg.planned_departure_on,
        planned_arrival_on=leg.planned_arrival_on,
        passes=tuple(place.code for place in leg.passes.all()),
        distance_km=leg.distance_km,
        distance_basis=leg.distance_basis,
    )


def _entries(found: Options, chosen: Option, facts: Facts) -> list[LegEntry]:
    """Its stretches, each with its days; the last arrives when the way was said to."""
    shipment = found.going.shipment
    paces = pace.paces(found.today.stretches, facts)
    first = found.today.stretches[0].leg
    leaves = (first.planned_departure_on if first else None) or shipment.planned_departure_on
    is_begun = chosen.stretches[0].is_begun
    if leaves and not is_begun:
        leaves = max(leaves, facts.on)
    begins = facts.on if is_begun or leaves is None else leaves
    entries, here = [], begins
    for number, stretch in enumerate(chosen.stretches):
        took = paces.days(chosen.stretches[: number + 1])
        until = None if took is None else max(here, begins + timedelta(days=ceil(took)))
        if number + 1 == len(chosen.stretches):
            until = _latest(chosen.arrives_on, here)
        elif until and chosen.arrives_on:
            until = max(here, min(until, chosen.arrives_on))
        entries.append(_entry(stretch, here if number else leaves, until))
        here = until or here
    return entries


def _latest(arrives_on: date | None, here: date) -> date | None:
    return max(arrives_on, here) if arrives_on else None


def _entry(stretch: Stretch, leaves: date | None, arrives: date | None) -> LegEntry:
    measured = f", from {stretch.origin.name} on" if stretch.measured_from else ""
    how = "lanes of ships" if stretch.mode == "sea" else "great circle"
    same = stretch.leg
    return LegEntry(
        mode=stretch.mode,
        from_place=stretch.start.code,
        to_place=stretch.end.code,
        carrier=same.carrier if same else "",
        voyage=same.voyage if same and stretch.is_begun else "",
        planned_departure_on=leaves,
        planned_arrival_on=arrives,
        passes=tuple(place.code for place in stretch.passes),
        distance_km=stretch.km,
        distance_basis=f"{how}{measured}"[:160] if stretch.km is not None else "",
    )


def _expect(shipment: Shipment, chosen: Option, *, by: User, at: datetime) -> None:
    if chosen.arrives_on is None:
        return
    Milestone.objects.create(
        shipment=shipment,
        kind=MilestoneKind.ARRIVED.value,
        classifier=Classifier.ESTIMATED.value,
        occurs_on=chosen.arrives_on,
        place_id=shipment.to_place_id,
        source=f"Route planned anew by {by}"[:120],
        reported_at=at,
        recorded_at=at,
        recorded_by=by,
    )


def _because(found: Options, chosen: Option) -> str:
    around = ", ".join(
        f"{each.place.name if each.place else 'a lane'} ({each.kind})" for each in found.avoided
    )
    return f"{chosen.name}, round {around}"


def _avoided(found: Options, around: int | None) -> Disruption | None:
    named = [each for each in found.avoided if each.pk == around]
    return next(iter([*named, *found.avoided]), None)
