"""Records that came before their order: taken up again when it is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice

from django.db import connection

from shipments.domain.milstrip import Profile
from shipments.intake.batches import staging
from shipments.intake.batches.plan import Plan, Staged
from shipments.intake.milstrip.reader import Reading
from shipments.intake.milstrip.staged import Staging
from shipments.models import UnmatchedRecord

_AT_ONCE = 5_000
_OVERDUE = """
SELECT DISTINCT u.document_number
  FROM shipments_unmatchedrecord AS u
  JOIN shipments_order AS o ON o.document_number = u.document_number
 WHERE u.applied_at IS NULL
 ORDER BY u.document_number
 LIMIT %s
"""
_WAITING = "SELECT id, batch_id, line, text, profile, reported_at FROM import_waiting ORDER BY id"


def waits(document_numbers: Collection[str]) -> bool:
    """Whether records wait for some of these orders."""
    waiting = UnmatchedRecord.objects.waiting()
    return waiting.filter(document_number__in=document_numbers).exists()


def overdue(*, most: int = 10_000) -> list[str]:
    """Document numbers of known orders of which records wait all the same.

    An order and a record of it that are written at once do not see each other. A sweep gives
    these to ``plan.for_orders``.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OVERDUE, [most])
        return [number for (number,) in cursor.fetchall()]


def stage(plan: Plan) -> None:
    """Decode what is in import_waiting again, and stage it under negative line numbers.

    In the transaction that made that table.
    """
    waiting = _staged()
    while chunk := list(islice(waiting, _AT_ONCE)):
        staging.copy(plan, chunk)


def _staged() -> Iterator[Staged]:
    readings: dict[tuple[str, datetime], Reading] = {}
    # On the server, and a part at a time: they may be as many as the lines of a file.
    with connection.chunked_cursor() as cursor:
        cursor.execute(_WAITING)
        while rows := cursor.fetchmany(_AT_ONCE):
            for key, batch, line, text, profile, reported_at in rows:
                kept = readings.setdefault(
                    (profile, reported_at),
                    Reading(Profile(profile or Profile.STANDARD), Staging(reported_at)),
                )
                read = kept.of(-key, text.encode("ascii"), (batch, line))
                if isinstance(read, Staged):
                    yield read
