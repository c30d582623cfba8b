"""Days of a record, resolved to dates.

A record never says the decade, and often not the year.

Source: docs/sources.md, "Ordinal dates".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from shipments.domain import ordinal_date
from shipments.domain.milstrip.record import Record
from shipments.domain.ordinal_date import InvalidOrdinalDate


@dataclass(frozen=True, slots=True)
class Day:
    """:ivar name: of the date. :ivar start: where in the field the day stands, up to ``end``."""

    name: str
    resolve: Callable[..., date]
    write: Callable[[date], str]
    start: int = 0
    end: int | None = None


def _happened(name: str) -> Day:
    return Day(name, ordinal_date.from_ddd_past, ordinal_date.to_ddd)


DAYS: Mapping[str, Day] = MappingProxyType(
    {
        "document_number": Day(
            "ordered_on", ordinal_date.from_yddd, ordinal_date.to_yddd, start=6, end=10
        ),
        # Wanted after it was ordered. Special codes are none of these days.
        "required_delivery_date": Day(
            "required_on", ordinal_date.from_ddd_ahead, ordinal_date.to_ddd
        ),
        # May lie ahead.
        "estimated_ship_date": Day(
            "estimated_ship_on", ordinal_date.from_yddd_near, ordinal_date.to_yddd
        ),
        "demand_received_day": _happened("demand_received_on"),
        "transaction_day": _happened("transaction_on"),
        "shipped_day": _happened("shipped_on"),
        "released_day": _happened("released_on"),
        "reply_day": _happened("replied_on"),
    }
)


def resolved(record: Record, *, reference: date) -> dict[str, date | None]:
    """The dates of a record by name, None where blank, special or before the calendar.

    :param reference: what has happened is not later. Give the day the record was received.
    """
    dates = {
        DAYS[field].name: _resolve(record, field, reference)
        for field in record.fields
        if field in DAYS
    }
    ordered = dates.get("ordered_on")
    if ordered is not None and "required_on" in dates:
        dates["required_on"] = _resolve(record, "required_delivery_date", ordered)
    return dates


def written(record: Record, field: str) -> str | None:
    """The days as the record has them, to hold a date against; None where blank."""
    value = record.fields.get(field)
    day = DAYS[field]
    return None if value is None else str(value)[day.start : day.end]


def _resolve(record: Record, field: str, reference: date) -> date | None:
    text = written(record, field)
    return None if text is None else dated(field, text, reference)


# A file of a million records has few days.
@lru_cache(maxsize=8192)
def dated(field: str, text: str, reference: date) -> date | None:
    """One day by itself, as ``resolved`` gives it, from the digits of its field.

    :param reference: for a required delivery date the day it was ordered.
    """
    try:
        return DAYS[field].resolve(text, reference=reference)
    except InvalidOrdinalDate:
        return None
