"""How full scheduled departures are with what is logged on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from shipments.models import Leg, Shipment, ShipmentLine

_NOTHING = Decimal(0)


@dataclass
class Load:
    """What is logged on one departure, all of it ours.

    :ivar shipments: their TCNs, the first logged first.
    :ivar gross_kg: of those whose weight is known; ``unweighed`` counts the others.
    :ivar explosive_kg: net, of what is known; ``unclassified`` counts the items of which nobody
        has said whether they are explosive, or how much one holds.
    """

    shipments: list[str] = field(default_factory=list)
    gross_kg: Decimal = _NOTHING
    unweighed: int = 0
    explosive_kg: Decimal = _NOTHING
    unclassified: int = 0


def loads(departure_ids: Collection[int]) -> dict[int, Load]:
    """The load of each, in three queries however many there are. Cancelled shipments count not."""
    on = _shipments_on(departure_ids)
    shipments = {
        each.pk: each
        for each in Shipment.objects.standing_live()
        .filter(pk__in={pk for keys in on.values() for pk in keys})
        .only("tcn", "gross_weight_kg")
    }
    explosive = _explosives(shipments)
    found: dict[int, Load] = {}
    for departure_id in departure_ids:
        load = found[departure_id] = Load()
        for pk in sorted(on[departure_id] & shipments.keys()):
            weight = shipments[pk].gross_weight_kg
            load.shipments.append(shipments[pk].tcn)
            load.gross_kg += weight or _NOTHING
            load.unweighed += weight is None
            kg, unclassified = explosive.get(pk, (_NOTHING, 0))
            load.explosive_kg += kg
            load.unclassified += unclassified
    return found


def _shipments_on(departure_ids: Collection[int]) -> dict[int, set[int]]:
    """A shipment goes by the departure it names, or that one of its legs in force names."""
    on: dict[int, set[int]] = defaultdict(set)
    whole = Shipment.objects.filter(departure__in=departure_ids).values_list("departure_id", "pk")
    legs = Leg.objects.in_force().filter(departure__in=departure_ids)
    for departure_id, pk in whole.union(legs.values_list("departure_id", "shipment_id")):
        on[departure_id].add(pk)
    return on


def _explosives(shipments: Collection[int]) -> dict[int, tuple[Decimal, int]]:
    found: dict[int, tuple[Decimal, int]] = {}
    lines = ShipmentLine.objects.filter(shipment__in=shipments).exclude(
        Q(order__item__hazard__is_explosive=False)
    )
    for pk, quantity, kg in lines.values_list(
        "shipment_id", "quantity", "order__item__hazard__net_explosive_kg"
    ):
        total, unclassified = found.get(pk, (_NOTHING, 0))
        found[pk] = (total + quantity * (kg or _NOTHING), unclassified + (kg is None))
    return found
