from __future__ import annotations

from decimal import Decimal


def dollars(value: Decimal | None) -> dict[str, Decimal | str | None]:
    """The two columns of an amount. The record prints US dollars of the day, unadjusted."""
    return {"value": value, "value_currency": "" if value is None else "USD"}
