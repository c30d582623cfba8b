"""One file from its first byte to the record."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress

from django.db import Error

from shipments.intake.batches import applying, kinds, staging
from shipments.intake.batches.plan import NotReadable
from shipments.intake.batches.progress import Progress
from shipments.intake.batches.reading import read


def run(progress: Progress, *, recompute: Callable[[Collection[int]], object]) -> None:
    """Read and apply a claimed file. Not to be called in a transaction.

    :param recompute: brings orders up to what the ledgers say.
    :raises Cancelled: somebody asked for it.
    :raises NotReadable: the file as a whole is refused.
    :raises Unmapped: it waits for a person.
    :raises IntegrityError: the database refuses it, time and again.
    """
    reader, plan = kinds.of(progress.batch)
    staging.create(plan)
    try:
        read(progress, reader, plan)
        if not progress.batch.lines:
            raise NotReadable("The file has no lines.")
        applying.apply(progress, plan, recompute=recompute)
    finally:
        # Of a connection that broke there is nothing to drop, and what broke it is to be told.
        with suppress(Error):
            staging.drop()
