"""Where a shipment stands, for whatever shows it."""

from __future__ import annotations

from datetime import date

from shipments.models import Shipment, ShipmentStanding
from shipments.models.choices import ShipmentState

# Of these nothing more is awaited.
ENDED = (ShipmentState.RECEIVED, ShipmentState.CLOSED, ShipmentState.CANCELLED)
# It has not left, as far as anybody said.
AT_HOME = (ShipmentState.PLANNED, ShipmentState.READY, ShipmentState.RELEASED)
GONE = tuple(state for state in ShipmentState if state not in (*AT_HOME, ShipmentState.CANCELLED))


def of(shipment: Shipment) -> ShipmentStanding:
    """What was computed. For one that something else than the site wrote a moment ago, the worker
    has yet to compute it: it stands as planned.

    The caller selects ``standing`` along.
    """
    stored: ShipmentStanding | None = getattr(shipment, "standing", None)
    return stored or ShipmentStanding(
        shipment=shipment,
        state=ShipmentState.PLANNED.value,
        logged_at=shipment.logged_at,
        planned_departure_on=shipment.planned_departure_on,
        planned_arrival_on=shipment.planned_arrival_on,
    )


def stalled_since(standing: ShipmentStanding, *, today: date) -> date | None:
    """The day on which its next milestone was due, once that is over."""
    due_on = standing.next_milestone_due_on
    return due_on if due_on and due_on < today else None


def has_left_unreleased(shipment: Shipment, standing: ShipmentStanding) -> bool:
    """It was reported to have left, and nobody has put a release of it on record."""
    return shipment.released_at is None and ShipmentState(standing.state) in GONE
