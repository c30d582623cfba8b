"""Everything that is computed from the ledgers, computed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shipments import enqueue
from shipments.standing import records
from shipments.standing.recompute import recompute


@dataclass(frozen=True)
class Recomputed:
    """How many orders were computed again, and how many records came out otherwise."""

    orders: int
    records: int


@transaction.atomic
def recompute_all(*, at: datetime) -> Recomputed:
    """Compute every standing and every record again, from the ledgers alone.

    What a contractor's promises were worth rests on when its goods left, and what is expected
    rests on that: so standings, then records, then the standings again. Repeatable: what comes
    out is the same, save for when it was computed. People who write meanwhile wait for it.
    """
    recompute(None, at=at)
    changed = records.refresh(at=at, everything=True)
    orders = recompute(None, at=at)
    enqueue.judge()
    return Recomputed(orders=orders, records=changed)
