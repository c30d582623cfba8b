"""Where orders stand, computed set-wise from the ledgers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

_SQL = (Path(__file__).parent / "recompute.sql").read_text()
# In the order of their keys, as whoever else locks several does, so that none wait in a ring.
_LOCK = "SELECT FROM shipments_order WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE"
_LOCK_ALL = "LOCK TABLE shipments_standing IN SHARE ROW EXCLUSIVE MODE"


@transaction.atomic(savepoint=False)
def recompute(order_ids: Collection[int] | None, *, at: datetime) -> int:
    """Bring the standing of some orders, or of all, up to what the ledgers now say.

    Puts each among the due orders, to be judged again, because a rule may read what was just
    written beside it. To be called in the transaction of the write that it follows; repeatable.
    Of two at once about one order the second waits, and sees what the first has written.

    :param order_ids: None for every order.
    :return: how many orders were recomputed.
    """
    if order_ids is not None and not order_ids:
        return 0
    ids = None if order_ids is None else sorted(order_ids)
    with connection.cursor() as cursor:
        # On its own, so that the statement below sees what whoever held the lock committed.
        if ids is None:
            cursor.execute(_LOCK_ALL)
        else:
            cursor.execute(_LOCK, [ids])
        cursor.execute(_SQL, {"order_ids": ids, "at": at})
        return int(cursor.fetchone()[0])
