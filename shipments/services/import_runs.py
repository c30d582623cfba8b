"""Files of orders, read and applied."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from time import perf_counter

from django.db import IntegrityError, InterfaceError, OperationalError

from shipments import enqueue
from shipments.intake.batches import claiming, headings, running
from shipments.intake.batches.plan import NotReadable, Unmapped
from shipments.intake.batches.progress import Cancelled, Progress
from shipments.models import ImportBatch
from shipments.models.choices import ImportState
from shipments.services import import_entry, import_promises, refusal
from shipments.services.refusal import NotAllowed
from shipments.standing.recompute import recompute

logger = logging.getLogger(__name__)

_OUR_FAULT = (
    "Something went wrong here while it was at work, and nothing of it was applied. "
    "The fault is ours and is in the log; run the file again when it is mended."
)


def run(
    batch_id: int, *, at: datetime, told: Callable[[ImportBatch], None] | None = None
) -> ImportBatch | None:
    """Read a waiting file and apply it: all of it but its refused lines, or nothing.

    Repeatable, and not to be called in a transaction. A process that is killed here leaves
    nothing behind, and the next call begins from the first byte.

    :param told: is called with the batch each time that its progress is put down.
    :return: the batch as it was left; None where another process is at work on it, or where
        nothing is to be done.
    """
    with claiming.alone(batch_id) as is_mine:
        if not is_mine:
            return None
        batch = claiming.claim(batch_id, at=at)
        if batch is None:
            return None
        progress = Progress(batch, at, told or _nobody)
        progress.told(batch)
        _run(progress)
        progress.told(batch)
    if batch.state == ImportState.DONE:
        enqueue.judge()
    return batch


def run_waiting(*, at: datetime) -> int:
    """Run every file that waits, oldest first. Repeatable, by any number of workers.

    :return: how many were run.
    """
    began = perf_counter()
    tried: set[int] = set()
    done = 0
    while True:
        waiting = ImportBatch.objects.waiting().exclude(pk__in=tried).order_by("pk")
        batch_id = waiting.values_list("pk", flat=True).first()
        if batch_id is None:
            return done
        tried.add(batch_id)
        now = at + timedelta(seconds=perf_counter() - began)
        done += run(batch_id, at=now) is not None


def _run(progress: Progress) -> None:
    def computed(order_ids: Collection[int]) -> int:
        batch, at = progress.batch, progress.at
        import_promises.commit(order_ids, batch_id=batch.pk, by=batch.uploaded_by, at=at)
        return recompute(order_ids, at=at)

    try:
        headings.settle(progress)
        import_entry.require(progress.batch.started_by, progress.batch.kind)
        running.run(progress, recompute=computed)
    except Cancelled:
        progress.end(ImportState.CANCELLED)
    except Unmapped as error:
        progress.end(ImportState.UNMAPPED, failure=str(error))
    except (NotReadable, NotAllowed) as error:
        progress.end(ImportState.REFUSED, failure=str(error))
    except IntegrityError as error:
        progress.end(ImportState.REFUSED, failure=_sentence(error))
    except (OperationalError, InterfaceError):
        # The connection or the server: the file is as good as before, and the sweep finds it.
        raise
    except Exception:
        # Of the same file it would go wrong each time.
        logger.exception("import of batch %s failed", progress.batch.pk)
        progress.end(ImportState.REFUSED, failure=_OUR_FAULT)


def _sentence(error: IntegrityError) -> str:
    try:
        return str(refusal.from_database(error))
    except IntegrityError:
        logger.exception("import refused by the database")
        return _OUR_FAULT


def _nobody(batch: ImportBatch) -> None:
    pass
