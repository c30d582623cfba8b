"""Times of day for what happened on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random


def moment(draw: Random, day: date, *, as_of: date) -> datetime:
    """Some time in the working hours of a day; on the last day its first minute.

    So nothing that is told of is still to come, and two days never change places.
    """
    midnight = datetime.combine(day, time.min, tzinfo=UTC)
    minutes = draw.randint(6 * 60, 16 * 60)  # drawn in any case, so that the rest stays the same
    return midnight + timedelta(minutes=minutes) if day < as_of else midnight
