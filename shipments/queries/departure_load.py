"""How full scheduled departures are with what is logged on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from shipments.compliance.conveyance import net_of, shipments_on
from shipments.models import Shipment

_NOTHING = Decimal(0)


@dataclass
class Load:
    """What is logged on one departure, all of it ours.

    :ivar shipments: their TCNs, the first logged first.
    :ivar gross_kg: of those whose weight is known; ``unweighed`` counts the others.
    :ivar explosive_kg: net, of what is known; ``unclassified`` counts the lines of which nobody
        has said whether they are explosive, or how much one of their unit holds.
    """

    shipments: list[str] = field(default_factory=list)
    gross_kg: Decimal = _NOTHING
    unweighed: int = 0
    explosive_kg: Decimal = _NOTHING
    unclassified: int = 0


def loads(departure_ids: Collection[int]) -> dict[int, Load]:
    """The load of each, in three queries however many there are. Cancelled shipments count not."""
    on = shipments_on(departure_ids)
    shipments = {
        each.pk: each
        for each in Shipment.objects.standing_live()
        .filter(pk__in={pk for keys in on.values() for pk in keys})
        .only("tcn", "gross_weight_kg")
    }
    explosive = net_of(shipments)
    found: dict[int, Load] = {}
    for departure_id in departure_ids:
        load = found[departure_id] = Load()
        for pk in sorted(on[departure_id] & shipments.keys()):
            weight = shipments[pk].gross_weight_kg
            load.shipments.append(shipments[pk].tcn)
            load.gross_kg += weight or _NOTHING
            load.unweighed += weight is None
            load.explosive_kg += explosive[pk].known
            load.unclassified += explosive[pk].missing
    return found
