"""What is still to come of some items, and what of it counts as supply."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection

_SQL = (Path(__file__).parent / "supply.sql").read_text()
DATED = "dated"


@dataclass(frozen=True, slots=True)
class Part:
    """The rest of an order, or what of it is aboard one shipment.

    :ivar line_id: the shipment's line; None for what is not aboard.
    :ivar quantity: None where the order's is not published.
    :ivar can_pull: a routine order's rest, not held.
    :ivar counts_as: see ``supply.sql``; only ``DATED`` is supply.
    """

    item_id: int
    order_id: int
    line_id: int | None
    quantity: int | None
    expected_on: date | None
    can_pull: bool
    counts_as: str


def parts(item_ids: Collection[int], *, as_of: date) -> list[Part]:
    """Every part, the soonest first, those without a date last. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"item_ids": list(item_ids), "as_of": as_of})
        found = [Part(*row) for row in cursor.fetchall()]
    return sorted(
        found,
        key=lambda part: (
            part.expected_on or date.max, part.can_pull, part.order_id, part.line_id or 0
        ),
    )  # fmt: skip
