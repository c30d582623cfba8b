"""Which days somebody can mean."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shipments.services.refusal import Problem

# The easternmost clock on the way: a day that has not begun there has begun nowhere on it.
EASTERNMOST = ZoneInfo("Asia/Jerusalem")
# Nobody orders, promises or ships further away than this; a mistyped year does.
REACH_YEARS = 50


def last_begun(at: datetime) -> date:
    """The last day that has begun somewhere between the contractor and the receiver."""
    return at.astimezone(EASTERNMOST).date()


def out_of_reach(*, at: datetime, **days: date | None) -> list[Problem]:
    """Say of each day, by its field, that its year cannot be meant."""
    return [
        Problem(field, f"The year {day.year} is too far away. Check it.", "year_out_of_reach")
        for field, day in days.items()
        if day and abs(day.year - at.year) > REACH_YEARS
    ]
