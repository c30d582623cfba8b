"""What came of the promises that case files wait for, found set-wise from what was shipped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from shipments.domain.ladder import Step
from shipments.domain.working_days import Calendar, is_working_day, working_days_after
from shipments.expedite import arrivals

_SETTLE = (Path(__file__).parent / "outcomes.sql").read_text()
_FIRM = (Path(__file__).parent / "firm.sql").read_text()
# Newest files alone: an order that was taken up again counts what is gained once.
_NOT_FIRM = """
SELECT DISTINCT e.order_id
  FROM shipments_expedite e
  JOIN shipments_order o ON o.id = e.order_id
  JOIN shipments_standing st ON st.order_id = e.order_id
 WHERE NOT e.days_gained_are_firm AND st.departed_quantity - st.missing_quantity >= o.quantity
"""


@dataclass(frozen=True)
class Settled:
    """:ivar verdict: kept or broken."""

    expedite_id: int
    order_id: int
    owner_id: int
    verdict: str
    promise_id: int
    text: str


def settle(*, as_of: date, at: datetime, grace_days: int) -> list[Settled]:
    """Close the files whose promise was kept, and reopen one step up those where it was broken.

    In the caller's transaction. Repeatable, and by any number of workers at once.

    :param grace_days: calendar days by which a promise may be missed and still counts as kept.
    """
    working = is_working_day(as_of, Calendar.US_FEDERAL)
    step_on = as_of if working else working_days_after(as_of, 1, Calendar.US_FEDERAL)
    given: dict[str, Any] = {
        "as_of": as_of,
        "at": at,
        "grace": grace_days,
        "step_on": step_on,
        "above": json.dumps(_above()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, given)
        return [Settled(*row) for row in cursor.fetchall()]


def firm(*, at: datetime) -> int:
    """Measure on the arrival what was gained in files that closed before it. Repeatable.

    :return: how many files are firm now.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOT_FIRM)
        arrived = arrivals.arrived_on([order_id for (order_id,) in cursor.fetchall()])
        given: dict[str, Any] = {
            "at": at,
            "order_ids": list(arrived),
            "days": list(arrived.values()),
        }
        cursor.execute(_FIRM, given)
        return int(cursor.fetchone()[0])


def _above() -> dict[str, str]:
    """By the last step taken, the one to take when a promise is broken."""
    return {"": Step.FOLLOW_UP.value} | {step.value: (step.above or step).value for step in Step}
