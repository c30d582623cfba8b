"""One round of the worker over the orders: judge them, then settle what was promised on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shipments.services import judging, outcomes


@dataclass(frozen=True)
class Round:
    """What one round did."""

    judged: judging.Counts
    found: outcomes.Found


def run(*, as_of: date, at: datetime) -> Round:
    """Judge what is due, then settle promises by the standings that judging brought up to date.

    Repeatable. Not to be called in a transaction, see ``judging.run``.
    """
    judged = judging.run(as_of=as_of, at=at)
    return Round(judged=judged, found=outcomes.run(as_of=as_of, at=at))
