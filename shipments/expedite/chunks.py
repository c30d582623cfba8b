"""Ranges of orders, each judged by one worker at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from shipments.expedite.rule import Rule
from shipments.models import DueOrder, JudgingChunk, Policy

# Chunk n holds the orders whose key begins with n when its last bits are cut off.
BITS = 16
# About how many due orders one batch takes together, whatever chunks they lie in.
DUE_AT_ONCE = 50_000

_ADD = """
INSERT INTO shipments_judgingchunk (number, judged_by)
SELECT number, ''
  FROM (SELECT generate_series(min(id) >> %(bits)s, max(id) >> %(bits)s) AS number
          FROM shipments_order) AS there
    ON CONFLICT DO NOTHING
"""
# Each its own statement, so that what follows sees what the holder before us committed.
_CLAIM_WHOLE = """
SELECT number, judged_on
  FROM shipments_judgingchunk
 WHERE number <> ALL (%(done)s::int[])
   AND (%(full)s OR judged_by <> %(by)s OR judged_on > %(as_of)s)
 ORDER BY number
 LIMIT 1
   FOR NO KEY UPDATE SKIP LOCKED
"""
_CLAIM_DUE = """
SELECT number, judged_on
  FROM shipments_judgingchunk
 WHERE number = ANY (%(numbers)s::int[])
   AND judged_by = %(by)s AND judged_on <= %(as_of)s
 ORDER BY number
   FOR NO KEY UPDATE SKIP LOCKED
"""
_DUE = """
SELECT chunk.number, coalesce(due.orders, 0)
  FROM shipments_judgingchunk AS chunk
  LEFT JOIN (SELECT order_id >> %(bits)s AS number, count(*) AS orders
               FROM shipments_dueorder
              WHERE NOT is_stale AND order_id IS NOT NULL
              GROUP BY 1) AS due ON due.number = chunk.number
 WHERE (due.orders > 0 OR chunk.judged_on < %(as_of)s)
   AND chunk.judged_by = %(by)s AND chunk.judged_on <= %(as_of)s
   AND chunk.number <> ALL (%(passed)s::int[])
 ORDER BY chunk.number
"""


@dataclass(frozen=True)
class Claim:
    """Chunks that this transaction holds.

    :ivar whole: every open order of the one chunk is judged, not only those that are due.
    :ivar judged_on: the earliest day as of which they were last judged.
    :ivar missed: chunks that have something due and that somebody else holds.
    """

    numbers: tuple[int, ...]
    whole: bool
    judged_on: date | None
    missed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Wanted:
    """By what, and as of when, every chunk is to be judged.

    :ivar version: of the policy. Once another is in force nothing is judged by this one.
    """

    by: str
    version: int
    as_of: date
    full: bool


def signature(rules: Sequence[Rule], policy: Policy, *, shared: str) -> str:
    """Digest of all that decides what a chunk's flags are, beside the facts and the day.

    :param shared: what every rule reads through.
    """
    said = [shared, str(policy.version), *(f"{r.code}\n{r.kind}\n{r.sql}" for r in rules)]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def prepare() -> None:
    """Have a chunk for every order there is, and pass on a demand for all of them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD, {"bits": BITS})
        if DueOrder.objects.everything().filter(is_stale=False).delete()[0]:
            JudgingChunk.objects.exclude(judged_by="").order_by().update(judged_by="")


def claim(wanted: Wanted, *, done: Collection[int], passed: Collection[int]) -> Claim | None:
    """Hold what nobody else holds and has something to judge. Call it in a transaction.

    :param done: chunks that this pass has judged whole: not so again.
    :param passed: chunks that this pass found held by somebody else.
    """
    if Policy.objects.in_force().version != wanted.version:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_WHOLE, _values(wanted, done=list(done)))
        if row := cursor.fetchone():
            return Claim((row[0],), whole=True, judged_on=row[1])
        cursor.execute(_DUE, _values(wanted, passed=list(passed)))
        numbers = _few(cursor.fetchall())
        if not numbers:
            return None
        cursor.execute(_CLAIM_DUE, _values(wanted, numbers=numbers))
        held = cursor.fetchall()
    mine = tuple(number for number, _ in held)
    judged_on = min((day for _, day in held), default=None)
    missed = frozenset(numbers) - frozenset(mine)
    return Claim(mine, whole=False, judged_on=judged_on, missed=missed)


def mark(claimed: Claim, wanted: Wanted, *, complete: bool) -> None:
    """Note what the chunks were judged by. What is not complete is judged whole again."""
    by = wanted.by if complete else ""
    chunks = JudgingChunk.objects.filter(number__in=claimed.numbers)
    chunks.exclude(judged_by=by, judged_on=wanted.as_of).update(
        judged_by=by, judged_on=wanted.as_of
    )


def are_behind() -> bool:
    """Tell whether a chunk waits to be judged whole."""
    return JudgingChunk.objects.filter(judged_by="").exists()


def live_flags() -> int:
    """How many live flags there are. The engine counts them chunk by chunk as it writes them."""
    return int(JudgingChunk.objects.aggregate(flags=Sum("live_flags", default=0))["flags"])


def _few(due: Sequence[tuple[int, int]]) -> list[int]:
    numbers: list[int] = []
    orders = 0
    for number, count in due:
        if numbers and orders + count > DUE_AT_ONCE:
            break
        numbers.append(number)
        orders += count
    return numbers


def _values(wanted: Wanted, **more: Any) -> dict[str, Any]:
    return {
        "bits": BITS,
        "by": wanted.by,
        "as_of": wanted.as_of,
        "full": wanted.full,
        **more,
    }
