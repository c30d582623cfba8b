"""Whose turn a file is: one process at a time reads and applies it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.db import Error, connection, transaction
from django.db.models import F

from shipments.models import ImportBatch, ImportFinding, ImportRefusal
from shipments.models.choices import ImportState

# A worker that is stopped gives its file up without having failed at it, and a long one may see
# many restarts. A file that itself brings the worker down must not do so for ever.
MOST_ATTEMPTS = 25
_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('shipments.import.' || %s, 0))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('shipments.import.' || %s, 0))"
_ANEW = {
    "failure": "",
    "notes": [],
    "bytes_read": 0,
    "lines": 0,
    "accepted": 0,
    "refused": 0,
    "created": 0,
    "changed": 0,
    "unchanged": 0,
    "older": 0,
    "unmatched": 0,
}


@contextmanager
def alone(batch_id: int) -> Iterator[bool]:
    """Tell whether this connection alone is now at work on a file.

    The lock goes with the connection, so that of a process that was killed nothing stays.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [batch_id])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute(_UNLOCK, [batch_id])


@transaction.atomic
def claim(batch_id: int, *, at: datetime) -> ImportBatch | None:
    """Begin a file from its first byte, also one that another worker was killed over.

    To be called while ``alone``. None where there is nothing to do.
    """
    waiting = ImportBatch.objects.waiting().filter(pk=batch_id)
    given_up = waiting.filter(attempts__gte=MOST_ATTEMPTS, cancelled_at__isnull=True)
    given_up.update(
        state=ImportState.REFUSED.value,
        failure=f"The worker was stopped {MOST_ATTEMPTS} times while it was at work on this file.",
        finished_at=at,
    )
    waiting.filter(cancelled_at__isnull=False).update(
        state=ImportState.CANCELLED.value, step="", finished_at=at
    )
    won = waiting.update(
        state=ImportState.READING.value,
        step="Reading",
        attempts=F("attempts") + 1,
        started_at=at,
        told_at=at,
        finished_at=None,
        **_ANEW,
    )
    if not won:
        return None
    ImportRefusal.objects.filter(batch=batch_id).delete()
    ImportFinding.objects.filter(batch=batch_id).delete()
    return ImportBatch.objects.get(pk=batch_id)
