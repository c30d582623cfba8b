"""What lies on the way that is left of one shipment, for its own page."""

from __future__ import annotations

from datetime import date

from shipments.models import Disruption, Shipment
from shipments.routing import facts as routing_facts
from shipments.routing.going import going
from shipments.routing.options import crossings


def load(shipment: Shipment, *, on: date) -> tuple[Disruption, ...]:
    """Disruptions that it still meets. One query where nothing is disrupted anywhere."""
    if shipment.cancelled_at or not routing_facts.disruptions(on=on):
        return ()
    facts = routing_facts.load([shipment], on=on)
    found = going(shipment, facts)
    return () if found.has_arrived else crossings(found.left, facts)
