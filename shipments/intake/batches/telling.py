"""What is being done of a file, told while the transaction that does it is not yet committed."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from shipments.intake.batches.progress import Cancelled, Progress

_TELL = """
UPDATE shipments_importbatch SET step = %s, told_at = %s
 WHERE id = %s AND state = 'applying'
RETURNING cancelled_at
"""


class Teller:
    """A connection of its own, for as long as it is entered.

    What it puts down is only news: where it cannot, the work goes on without.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._connection: BaseDatabaseWrapper = connections.create_connection("default")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def step(self, words: str) -> None:
        """:raises Cancelled: somebody asked for it."""
        batch, now = self._progress.batch, self._progress.now
        batch.step, batch.told_at = words[:80], now
        try:
            with self._connection.cursor() as cursor:
                # Nobody holds the row for long; whoever does is not waited for.
                cursor.execute("SET lock_timeout = '2s'")
                cursor.execute(_TELL, [batch.step, now, batch.pk])
                found = cursor.fetchone()
        except DatabaseError:
            self._connection.close()
            found = None
        if found and found[0]:
            raise Cancelled
        self._progress.told(batch)
