"""What contractors' promises have been worth and how long lanes take, computed set-wise."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from shipments.models import DueRecord

_FOLDER = Path(__file__).parent
_STATEMENTS = tuple((_FOLDER / name).read_text() for name in ("contractors.sql", "lanes.sql"))
# Any fixed number: it names the lock under which records are computed, one at a time.
_LOCK = 7_305_202


@transaction.atomic(savepoint=False)
def refresh(*, at: datetime, everything: bool = False) -> int:
    """Compute the records of the contractors and lanes that have something new to tell.

    Each order that is expected otherwise by them is left among the due orders as stale;
    ``recompute.stale`` takes those up. Repeatable; of two at once the second waits.

    :param everything: all of them, whether or not something is new.
    :return: how many records changed.
    """
    if everything:
        DueRecord.objects.create(marked_at=at)
    elif not DueRecord.objects.exists():
        return 0
    changed = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for statement in _STATEMENTS:
            cursor.execute(statement, {"at": at})
            changed += int(cursor.fetchone()[0])
    return changed
