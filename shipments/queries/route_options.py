"""What else shipments could do about a disruption: for the pages that planners choose on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from shipments.models import Departure, Disruption, HeldOrder, Leg, Shipment, User
from shipments.queries import affected
from shipments.routing import facts as routing_facts
from shipments.routing.facts import Facts
from shipments.routing.going import going
from shipments.routing.options import Option, Options, options

if TYPE_CHECKING:
    from shipments.models.shipment import ShipmentQuerySet

# So many are worked out at a time; the rest comes up once these are planned anew.
MOST = 100
DEPARTURES = 3


@dataclass(frozen=True)
class Offer:
    """:ivar departures: scheduled ones that its first stretch could still make."""

    option: Option
    departures: list[Departure]


@dataclass(frozen=True)
class RoutesPage:
    """:ivar held: orders aboard that a hold covers: it may be planned anew, not shipped.
    :ivar history: legs of earlier plans, the newest plan first.
    """

    shipment: Shipment
    options: Options
    offers: list[Offer]
    held: int
    history: list[Leg]
    around: Disruption | None


@dataclass(frozen=True)
class WhatIf:
    """One affected shipment and the way that it would best go instead, if there is one."""

    shipment: Shipment
    options: Options
    best: Option | None


@dataclass(frozen=True)
class Summary:
    """:ivar rows: the soonest required first.
    :ivar more: affected shipments beyond those.
    :ivar missed: orders that would newly miss their required date, all rows together.
    """

    rows: list[WhatIf]
    more: int
    can: int
    cannot: int
    missed: int


def find(tcn: str, *, by: User) -> Shipment | None:
    return _loaded(by).filter(tcn=tcn.strip().upper()).first()


def load(shipment: Shipment, *, on: date, around: Disruption | None) -> RoutesPage:
    """Today's route of one shipment and each alternative. Not for contractors: it names every
    order aboard.
    """
    facts = routing_facts.load([shipment], on=on)
    found = options(going(shipment, facts), facts, around=around.pk if around else None)
    scheduled = _departures(found, facts)
    held = HeldOrder.objects.filter(order__shipment_lines__shipment=shipment)
    replaced = shipment.legs.filter(replaced_at__isnull=False)
    return RoutesPage(
        shipment=shipment,
        options=found,
        offers=[Offer(each, _fitting(each, scheduled)) for each in found.others],
        held=held.values("order_id").distinct().count(),
        history=list(
            replaced.select_related("from_place", "to_place", "disruption")
            .prefetch_related("passes")
            .order_by("-replaced_at", "sequence", "pk")
        ),
        around=around,
    )


def summary(disruption: Disruption, *, by: User, on: date) -> Summary:
    """What if: every affected shipment with its best other way. The ways are worked out once for
    each pair of places, and the queries are the same for one shipment and many.
    """
    counted = affected.counts([disruption.pk], by=by, on=on).get(disruption.pk)
    listed = affected.shipments(disruption.pk, by=by, on=on, most=MOST)
    ids = [each.shipment_id for each in listed if not each.is_past]
    by_key = {each.pk: each for each in _loaded(by).filter(pk__in=ids)}
    shipments = [by_key[key] for key in ids if key in by_key]
    facts = routing_facts.load(shipments, on=on)
    rows = []
    for shipment in shipments:
        found = options(going(shipment, facts), facts, around=disruption.pk)
        rows.append(WhatIf(shipment, found, found.others[0] if found.others else None))
    return Summary(
        rows=rows,
        more=(counted.shipments if counted else 0) - len(rows),
        can=sum(row.best is not None for row in rows),
        cannot=sum(row.best is None for row in rows),
        missed=sum(row.best.newly_missed for row in rows if row.best),
    )


def _loaded(by: User) -> ShipmentQuerySet:
    return Shipment.objects.visible_to(by).select_related("from_place", "to_place", "standing")


def _departures(found: Options, facts: Facts) -> list[Departure]:
    """Those that any first stretch could make, in one query."""
    wanted = Q(pk__in=[])
    for option in found.others:
        first = option.stretches[0]
        if not first.is_begun:
            wanted |= Q(mode=first.mode, from_place=first.start, to_place=first.end)
    rows = Departure.objects.still_to_make(facts.on).filter(wanted)
    return list(rows.soonest_first())


def _fitting(option: Option, scheduled: Sequence[Departure]) -> list[Departure]:
    first = option.stretches[0]
    if first.is_begun:
        return []
    way = (first.mode, first.start.pk, first.end.pk)
    fits = [each for each in scheduled if (each.mode, each.from_place_id, each.to_place_id) == way]
    return fits[:DEPARTURES]
