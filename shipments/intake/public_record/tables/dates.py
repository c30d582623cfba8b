from __future__ import annotations

from datetime import date

from shipments.domain.partial_date import PartialDate


def event(column: str, known: PartialDate | None) -> dict[str, date | str | None]:
    """The two columns of something that happened: the first day of the period, its precision."""
    return {
        column: known.first if known else None,
        f"{column}_precision": known.precision.value if known else "",
    }


def deadline(column: str, known: PartialDate | None) -> dict[str, date | str | None]:
    """The two columns of an end: "by 2032" is kept until 31 December 2032."""
    return event(column, known) | {column: known.last if known else None}
