"""A file's lines, staged or refused, a chunk at a time."""

from __future__ import annotations

from itertools import islice

from django.db import transaction

from shipments.intake.batches import refusals, staging
from shipments.intake.batches.plan import Plan, Reader, Staged, Wrong
from shipments.intake.batches.progress import Progress
from shipments.intake.batches.source import Source

CHUNK = 5_000


def read(progress: Progress, reader: Reader, plan: Plan) -> None:
    """Read a file to its end. Holds no more of it than a chunk.

    Each chunk is on record by itself, and after each somebody who asked to cancel is heard.

    :raises Cancelled: somebody asked for it.
    :raises NotReadable: the file as a whole is refused.
    :raises Unmapped: it waits for a person.
    """
    batch = progress.batch
    source = Source(batch)
    rows = reader(source)
    lines = refused = last = 0
    while chunk := list(islice(rows, CHUNK)):
        for row in chunk:
            # What is wrong with one line at several places comes one after the other.
            is_another = row.line != last
            lines += is_another
            refused += is_another and isinstance(row, Wrong)
            last = row.line
        with transaction.atomic():
            staging.copy(plan, (row for row in chunk if isinstance(row, Staged)))
            refusals.copy(batch, (row for row in chunk if isinstance(row, Wrong)))
            read_so_far = min(source.bytes_read, batch.size)
            progress.put_down(lines=lines, refused=refused, bytes_read=read_so_far)
        progress.told(batch)
    progress.put_down(bytes_read=batch.size, notes=source.notes)
