"""When orders arrived whole, from what was logged of their shipments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from django.db import connection

_SQL = (Path(__file__).parent / "arrivals.sql").read_text()


def arrived_on(order_ids: Collection[int]) -> dict[int, date]:
    """By order, the day on which the last of it arrived. One that has not is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"order_ids": sorted(order_ids)})
        return dict(cursor.fetchall())
