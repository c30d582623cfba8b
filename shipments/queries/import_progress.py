"""How far a file has come, in numbers that were put down and none that are guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shipments.models import ImportBatch
from shipments.models.choices import ImportState

# While it reads a worker puts down its progress every few seconds: longer, and it may be gone.
# A step over all lines of a large file takes its time.
SILENT_AFTER = {
    ImportState.READING: timedelta(seconds=60),
    ImportState.APPLYING: timedelta(minutes=15),
}


@dataclass(frozen=True)
class Progress:
    """
    :ivar percent: of its bytes that were read, from 0 to 100.
    :ivar per_second: lines read per second so far; None before the first were counted.
    :ivar seconds_left: until all of it is read, if it goes on so; None where that is not known.
    :ivar silent_since: when the worker last said something, where that is too long ago.
    """

    percent: float
    per_second: int | None
    seconds_left: int | None
    silent_since: datetime | None


def of(batch: ImportBatch, *, at: datetime) -> Progress | None:
    """None of one that is not at work."""
    if batch.state not in {state.value for state in ImportState.at_work()}:
        return None
    if batch.state == ImportState.WAITING or batch.started_at is None:
        return Progress(percent=0, per_second=None, seconds_left=None, silent_since=None)
    told_at = batch.told_at or batch.started_at
    seconds = (told_at - batch.started_at).total_seconds()
    is_reading = batch.state == ImportState.READING
    read = min(batch.bytes_read, batch.size) if is_reading else batch.size
    left = None
    if is_reading and read and seconds > 0:
        left = round(seconds * (batch.size - read) / read)
    return Progress(
        percent=100 * read / batch.size if batch.size else 100,
        # While it is applied nothing is read, so the seconds no longer tell how fast.
        per_second=round(batch.lines / seconds) if is_reading and seconds > 0 else None,
        seconds_left=left,
        silent_since=told_at if at - told_at > SILENT_AFTER[ImportState(batch.state)] else None,
    )
