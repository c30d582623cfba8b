"""Net explosive weight: the explosive content without case and packing.

Source: docs/sources.md, "Net explosive weight".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from enum import StrEnum

_PERCENT = Decimal(100)


class Fit(StrEnum):
    """Whether a load keeps to a limit."""

    WITHIN = "within"
    OVER = "over"
    # Something is not known: a weight, or the limit. Never taken for within.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Total:
    """Kilograms of explosive content.

    :param known: the sum of what is known: at least this much is aboard.
    :param missing: how many lines have no weight; while any has none, the total is not known.
    """

    known: Decimal
    missing: int

    @property
    def kilograms(self) -> Decimal | None:
        """None while a line's weight is missing, which never counts as zero."""
        return None if self.missing else self.known


@dataclass(frozen=True, slots=True)
class Against:
    """A load held against the limit of its conveyance.

    :param percent: of the limit, rounded up to a whole number so that 100 is never shown for
        more; of what is known where weights are missing, and then "at least". None without a
        limit above zero.
    """

    fit: Fit
    total: Total
    limit: Decimal | None
    percent: int | None

    @property
    def left(self) -> Decimal | None:
        """Kilograms still free; negative when over. None while the total or limit is not known."""
        if self.limit is None or self.total.kilograms is None:
            return None
        return self.limit - self.total.kilograms


def total(weights: Iterable[Decimal | None]) -> Total:
    """Add up kilograms, line by line; None where a line's weight is not known.

    :raises ValueError: a weight below zero, or not a number.
    """
    known, missing = Decimal(0), 0
    for weight in weights:
        if weight is None:
            missing += 1
            continue
        if not weight.is_finite() or weight < 0:
            raise ValueError(f"Net explosive weight: found {weight}; it needs 0 kg or more.")
        known += weight
    return Total(known, missing)


def against(load: Total, limit: Decimal | None) -> Against:
    """Hold a load against a limit in kilograms.

    Over is certain as soon as the known part is over, whatever else is missing. Within is
    said only when nothing is missing. Exactly at the limit is within.
    """
    percent = None
    if limit:
        share = load.known * _PERCENT / limit
        percent = int(share.to_integral_value(rounding=ROUND_UP))
    if limit is not None and load.known > limit:
        fit = Fit.OVER
    elif limit is None or load.missing:
        fit = Fit.UNKNOWN
    else:
        fit = Fit.WITHIN
    return Against(fit, load, limit, percent)
