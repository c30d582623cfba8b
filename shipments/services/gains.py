"""What a case file has gained, in days."""

from __future__ import annotations

from typing import Any

from shipments.expedite import arrivals
from shipments.models import Expedite


def now(file: Expedite) -> dict[str, Any]:
    """Work out the days gained as they stand: the columns to write.

    From the delivery expected at opening to the day on which the last of it arrived; where not
    everything has, to the delivery expected now, and not firm. Unknown where either is.
    """
    arrived_on = arrivals.arrived_on([file.order_id]).get(file.order_id)
    came_on = arrived_on or file.order.standing.expected_delivery_on
    if file.expected_at_opening is None or came_on is None:
        return {"days_gained": None, "days_gained_are_firm": None}
    return {
        "days_gained": (file.expected_at_opening - came_on).days,
        "days_gained_are_firm": arrived_on is not None,
    }
