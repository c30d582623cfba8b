"""Where orders stand, computed set-wise from the ledgers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.db import connection

_SQL = (Path(__file__).parent / "recompute.sql").read_text()


def recompute(order_ids: Collection[int] | None, *, at: datetime) -> int:
    """Bring the standing of some orders, or of all, up to what the ledgers now say.

    Puts each among the due orders, to be judged again, because a rule may read what was just written beside it. To be
    called in the transaction of the write that it follows; repeatable.

    :param order_ids: None for every order.
    :return: how many orders were recomputed.
    """
    if order_ids is not None and not order_ids:
        return 0
    ids = None if order_ids is None else sorted(order_ids)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"order_ids": ids, "at": at})
        return int(cursor.fetchone()[0])
