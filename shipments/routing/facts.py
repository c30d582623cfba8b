"""What alternative ways are worked out from: of many shipments at once, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.modes import Mode
from shipments.models import (
    Departure,
    Disruption,
    Lane,
    LaneRecord,
    Leg,
    Milestone,
    Place,
    Policy,
    Shipment,
    ShipmentLine,
)
from shipments.models.choices import Passability

Way = tuple[str, int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Pace:
    """How long a lane takes: its days, and where they come from."""

    days: int
    basis: str


@dataclass(frozen=True)
class Facts:
    """:ivar limits: of the policy in force.
    :ivar disruptions: standing, not over, closed or restricted.
    :ivar estimates: of each the last estimated arrival.
    :ivar landings: places that anything of ours goes by air to, from or through.
    :ivar ports: where ships call, by country.
    """

    on: date
    limits: dict[str, int]
    shipments: dict[int, Shipment]
    legs: dict[int, list[Leg]]
    happened: dict[int, list[Milestone]]
    estimates: dict[int, Milestone]
    lines: dict[int, list[ShipmentLine]]
    lanes: dict[Way, Lane]
    paces: dict[Way, Pace]
    disruptions: list[Disruption]
    landings: dict[str, Place]
    ports: dict[str, list[Place]]
    passages: dict[str, Place]


def load(shipments: Collection[Shipment], *, on: date) -> Facts:
    """Load all there is to know of these. The number of queries is the same for one and many."""
    ids = [each.pk for each in shipments]
    legs = Leg.objects.in_force().filter(shipment__in=ids).in_sequence()
    lines = ShipmentLine.objects.filter(shipment__in=ids, order__cancelled_on__isnull=True)
    happened = Milestone.objects.standing().actual().filter(shipment__in=ids)
    planned = _by_shipment(legs.select_related("from_place", "to_place").prefetch_related("passes"))
    estimates = Milestone.objects.standing().filter(
        shipment__in=ids,
        kind=MilestoneKind.ARRIVED.value,
        classifier=Classifier.ESTIMATED.value,
    )
    limits = Policy.objects.in_force().limits
    ways = {(each.mode, each.from_place_id, each.to_place_id) for each in shipments} | {
        (leg.mode, leg.from_place_id, leg.to_place_id) for rows in planned.values() for leg in rows
    }
    lanes = _lanes(ways)
    places = list(Place.objects.exclude(latitude=None).order_by("code"))
    return Facts(
        on=on,
        limits=limits,
        shipments={each.pk: each for each in shipments},
        legs=planned,
        happened=_by_shipment(happened.oldest_first().select_related("place")),
        estimates={each.shipment_id: each for each in estimates.as_said()},
        lines=_by_shipment(lines.select_related("order__standing").order_by("pk")),
        lanes=lanes,
        paces=_paces(ways, lanes, limits),
        disruptions=disruptions(on=on),
        landings=_landings(
            places, {key for way in ways if way[0] == Mode.AIR.value for key in way[1:]}
        ),
        ports=_ports(places),
        passages={place.code: place for place in Place.objects.passages()},
    )


def disruptions(*, on: date) -> list[Disruption]:
    """Whatever closes or restricts something now or later, the ones that close first."""
    standing = Disruption.objects.standing().exclude(passability=Passability.OPEN.value)
    still = standing.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return list(still.select_related("place", "lane").order_by("passability", "starts_on", "pk"))


def degrees(place: Place) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    return float(place.latitude), float(place.longitude)


def _by_shipment(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.shipment_id].append(row)
    return found


def _lanes(ways: set[Way]) -> dict[Way, Lane]:
    starts = {start for _, start, _ in ways}
    rows = Lane.objects.filter(from_place__in=starts).prefetch_related("passes")
    return {(lane.mode, lane.from_place_id, lane.to_place_id): lane for lane in rows}


def _paces(ways: set[Way], lanes: dict[Way, Lane], limits: dict[str, int]) -> dict[Way, Pace]:
    """A lane's record where enough went that way, else what it is planned to take."""
    found = {
        way: Pace(lane.planning_days, f"planned {lane.planning_days} days of the lane")
        for way, lane in lanes.items()
    }
    enough = limits["shipments_for_median"]
    records = LaneRecord.objects.filter(
        from_place__in={start for _, start, _ in ways}, shipments__gte=enough
    )
    for record in records:
        way = (record.mode, record.from_place_id, record.to_place_id)
        basis = f"median {record.median_days} days of {record.shipments} shipments"
        found[way] = Pace(max(1, record.median_days), basis)
    return found


def _landings(places: list[Place], here: set[int]) -> dict[str, Place]:
    """An airfield that nobody of ours has used is not offered: we do not know who may land.

    :param here: ends of the shipments in question.
    """
    used, air = set(here), Mode.AIR.value
    lanes = Lane.objects.filter(mode=air)
    pairs = [*lanes.values_list("from_place", "to_place")]
    pairs += LaneRecord.objects.filter(mode=air).values_list("from_place", "to_place")
    pairs += Departure.objects.filter(mode=air).values_list("from_place", "to_place").distinct()
    used |= {key for pair in pairs for key in pair}
    used |= set(lanes.exclude(passes=None).values_list("passes", flat=True))
    return {place.code: place for place in places if place.pk in used}


def _ports(places: list[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        if place.kind.startswith("seaport") and place.country_code:
            found[place.country_code].append(place)
    return found
