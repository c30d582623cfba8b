"""A file's lines, staged or refused, a chunk at a time."""

from __future__ import annotations

from itertools import islice

from django.db import transaction

from shipments.intake.batches import refusals, staging
from shipments.intake.batches.plan import NotReadable, Plan, Reader, Staged, Wrong
from shipments.intake.batches.progress import Progress
from shipments.intake.batches.source import Source

CHUNK = 5_000
MOST_LINES = 2_000_000
# Of one line: each is kept with the whole of it.
MOST_WRONG = 20


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
    lines = refused = last = places = 0
    while chunk := list(islice(rows, CHUNK)):
        staged: list[Staged] = []
        wrong: list[Wrong] = []
        for row in chunk:
            # What is wrong with one line at several places comes one after the other.
            is_another = row.line != last
            lines += is_another
            last = row.line
            if isinstance(row, Staged):
                staged.append(row)
                continue
            refused += is_another
            places = 1 if is_another else places + 1
            if places <= MOST_WRONG:
                wrong.append(row)
        if lines > MOST_LINES:
            raise NotReadable(f"It has more than {MOST_LINES:,} lines. Send it in parts.")
        with transaction.atomic():
            staging.copy(plan, staged)
            refusals.copy(batch, wrong)
            read_so_far = min(source.bytes_read, batch.size)
            progress.put_down(lines=lines, refused=refused, bytes_read=read_so_far)
        progress.told(batch)
    progress.put_down(bytes_read=batch.size, notes=source.notes)
