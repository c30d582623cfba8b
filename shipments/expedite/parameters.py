"""What the rules' SQL may ask for: the day, the policy's limits and what follows from both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from shipments.domain.working_days import Calendar, is_working_day, working_days_after

# The limits that a policy must hold, each with its unit.
LIMITS: Mapping[str, str] = {
    "late_grace_days": "calendar days",
    "silent_days": "calendar days",
    "no_ship_date_days": "calendar days",
    "acknowledge_working_days": "US federal working days",
    "transit_planning_days": "calendar days",
    "clearance_planning_days": "calendar days",
    "sea_km_a_day": "km a day",
    "air_km_a_day": "km a day",
    "road_km_a_day": "km a day",
    "rail_km_a_day": "km a day",
    "air_stop_days": "calendar days",
    "air_range_km": "km",
    "transfer_planning_days": "calendar days",
    "report_window_days": "calendar days",
    "slipping_times": "times",
    "slipping_days": "calendar days",
    "ready_days": "calendar days",
    "promise_grace_days": "calendar days",
    "departure_near_days": "calendar days",
    "stalled_grace_days": "calendar days",
    "promises_to_correct": "promises",
    "shipments_for_median": "shipments",
    "chase_days_urgent": "calendar days",
    "chase_days_routine": "calendar days",
    "ladder_improvement_days": "US federal working days",
    "ladder_priority_days": "US federal working days",
    "ladder_assistance_days": "US federal working days",
    "answer_link_days": "calendar days",
    "points_need_uncovered": "points",
    "points_outgrown_routine": "points",
    "points_past_required_date": "points",
    "points_promise_broken": "points",
    "points_ready_not_shipped": "points",
    "points_late_for_required_date": "points",
    "points_route_disrupted": "points",
    "points_stalled_in_transit": "points",
    "points_slipping": "points",
    "points_misses_departure": "points",
    "points_no_ship_date": "points",
    "points_no_acknowledgement": "points",
    "points_silent": "points",
    "points_undelivered": "points",
}

# acknowledgement_due_on is an array. Its first element is for an order placed on the day
# judged, the next for one placed the day before, and so on: the day on which
# acknowledge_working_days have passed. SQL has no calendar of working days; this is it.
# The last element also stands for orders placed before it.
NAMES = frozenset({"as_of", "acknowledgement_due_on", *LIMITS})
# What is worked out from a limit, by the name under which the rules ask for it.
FOLLOWS_FROM: Mapping[str, str] = {"acknowledgement_due_on": "acknowledge_working_days"}
ACKNOWLEDGEMENT_REACHES_BACK_DAYS = 4 * 366


class LimitMissing(Exception):
    """The policy in force lacks a limit that the rules need."""


def values(*, as_of: date, limits: Mapping[str, Any]) -> dict[str, Any]:
    """Work out every parameter for one pass.

    :raises LimitMissing: the policy lacks a limit, or holds something that is not a number.
    """
    for name in LIMITS:
        if not isinstance(limits.get(name), int):
            raise LimitMissing(f"The policy in force holds no whole number for {name}.")
    return {
        **{name: limits[name] for name in LIMITS},
        "as_of": as_of,
        "acknowledgement_due_on": _due_by_age(as_of, limits["acknowledge_working_days"]),
    }


@lru_cache(maxsize=8)
def _due_by_age(as_of: date, working_days: int) -> list[date]:
    first = as_of - timedelta(days=ACKNOWLEDGEMENT_REACHES_BACK_DAYS - 1)
    due = working_days_after(first, working_days, Calendar.US_FEDERAL)
    found = [due]
    for age in range(1, ACKNOWLEDGEMENT_REACHES_BACK_DAYS):
        # One working day more is behind: the same number later ends one working day later.
        if is_working_day(first + timedelta(days=age), Calendar.US_FEDERAL):
            due = working_days_after(due, 1, Calendar.US_FEDERAL)
        found.append(due)
    return found[::-1]
