"""How far a file has come, put down on its batch while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from shipments.models import ImportBatch
from shipments.models.choices import ImportState


class Cancelled(Exception):
    """Somebody asked for it while the file was at work."""


@dataclass
class Progress:
    """:ivar at: when the run began; what is put down later is that plus the seconds it took.
    :ivar told: is called with the batch each time that something is put down and committed.
    """

    batch: ImportBatch
    at: datetime
    told: Callable[[ImportBatch], None]
    began: float = field(default_factory=perf_counter)

    @property
    def now(self) -> datetime:
        return self.at + timedelta(seconds=perf_counter() - self.began)

    def put_down(self, **facts: Any) -> None:
        """:raises Cancelled: instead, where somebody asked for it."""
        going = ImportBatch.objects.waiting().filter(pk=self.batch.pk, cancelled_at__isnull=True)
        self._note(told_at=self.now, **facts)
        if not going.update(told_at=self.batch.told_at, **facts):
            raise Cancelled

    def end(self, state: ImportState, **facts: Any) -> bool:
        """Leave a state in which nothing is at work. False where it is left already.

        Done and tried are refused where somebody asked to cancel.
        """
        going = ImportBatch.objects.waiting().filter(pk=self.batch.pk)
        if state in (ImportState.DONE, ImportState.TRIED):
            going = going.filter(state=ImportState.APPLYING.value, cancelled_at__isnull=True)
        facts |= {"state": state.value, "step": "", "finished_at": self.now}
        if not going.update(told_at=facts["finished_at"], **facts):
            return False
        self._note(**facts)
        return True

    def _note(self, **facts: Any) -> None:
        for name, value in facts.items():
            setattr(self.batch, name, value)
