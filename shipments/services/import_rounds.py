"""What the worker does about files: a look at the drop folder, and every file that waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shipments.services import drop_folder, import_runs, waiting_records
from shipments.services.drop_folder import Looked


@dataclass(frozen=True)
class Done:
    """:ivar ran: files that were brought to an end; :ivar looked: what of the drop folder was."""

    ran: int
    looked: Looked

    def __bool__(self) -> bool:
        return bool(self.ran or self.looked)


def run(*, inbox: Path | None, at: datetime) -> Done:
    """Receive what lies in the drop folder, run every file that waits, and put away what is done.

    Records that missed their order, which somebody recorded at the same moment, are applied.
    Repeatable, by any number of workers: each file is run by one.

    :param inbox: the drop folder, where there is one.
    """
    looked = drop_folder.look(inbox, at=at) if inbox else Looked()
    ran = import_runs.run_waiting(at=at)
    waiting_records.sweep(at=at)
    if inbox and ran:
        looked.add(drop_folder.look(inbox, at=at))
    return Done(ran, looked)
