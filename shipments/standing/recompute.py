"""Where orders and their shipments stand, computed set-wise from the ledgers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from shipments.models import DueOrder, ShipmentLine
from shipments.models.judged import JUDGED
from shipments.standing import shipments

_FOLDER = Path(__file__).parent
# One SELECT with a row an order; see the file for its columns and parameters.
STANDS = (_FOLDER / "stands.sql").read_text().replace("/* usual */", shipments.USUAL)
_SQL = (
    (_FOLDER / "recompute.sql")
    .read_text()
    .replace("/* stands */", STANDS)
    .replace("/* columns */", DueOrder.judged_columns())
    .replace("/* judged */", JUDGED)
)
# In the order of their keys, as whoever else locks several does, so that none wait in a ring.
_LOCK = "SELECT FROM shipments_order WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE"
_LOCK_ALL = "LOCK TABLE shipments_standing IN SHARE ROW EXCLUSIVE MODE"

# The limits of a policy by which orders are expected: another one makes every standing stale.
LIMITS = frozenset(
    {
        "transit_planning_days",
        "clearance_planning_days",
        "promises_to_correct",
        "shipments_for_median",
    }
)


@transaction.atomic(savepoint=False)
def recompute(order_ids: Collection[int] | None, *, at: datetime) -> int:
    """Bring the standing of some orders, or of all, up to what the ledgers now say.

    That of the shipments they are aboard too, or of all shipments.
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
        cursor.execute(_SQL, {"order_ids": ids, "limits": None, "at": at})
        recomputed = int(cursor.fetchone()[0])
    if ids is None:
        shipments.recompute(None, at=at)
    else:
        shipments.of_orders(ids, at=at)
    return recomputed


def with_orders(shipment_id: int, *, at: datetime) -> None:
    """Bring a shipment, and the orders aboard, up to what the ledgers now say.

    To be called in the transaction of the write that it follows; repeatable.
    """
    aboard = ShipmentLine.objects.filter(shipment=shipment_id)
    if order_ids := set(aboard.values_list("order_id", flat=True)):
        recompute(order_ids, at=at)
    else:
        shipments.recompute([shipment_id], at=at)


def stale(*, at: datetime, most: int = 5_000) -> int:
    """Recompute orders that changed by a path that does not do so itself.

    Call it until it returns 0. Each call is a transaction of its own; repeatable, by any
    number of workers.

    :param most: how many orders at a time.
    :return: how many orders were recomputed.
    """
    waiting = DueOrder.objects.filter(is_stale=True, order__isnull=False)
    ids = waiting.order_by("order_id").values_list("order_id", flat=True).distinct()[:most]
    return recompute(set(ids), at=at)
