"""Where shipments stand, computed set-wise from their legs, milestones, receipts and acts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from shipments.domain.milestones import ORDER
from shipments.models import ShipmentLine

_FOLDER = Path(__file__).parent
# How long each lane takes: a part of every statement that expects an arrival.
USUAL = (_FOLDER / "usual.sql").read_text().rstrip()
_STANDS = (_FOLDER / "shipment_stands.sql").read_text().replace("/* usual */", USUAL)
_SQL = (_FOLDER / "shipments.sql").read_text().replace("/* stands */", _STANDS)
# In the order of their keys, and after the orders, so that none wait in a ring.
_LOCK = """
SELECT FROM shipments_shipmentstanding WHERE shipment_id = ANY (%s)
 ORDER BY shipment_id FOR NO KEY UPDATE
"""
_LOCK_ALL = "LOCK TABLE shipments_shipmentstanding IN SHARE ROW EXCLUSIVE MODE"


def of_orders(order_ids: Collection[int], *, at: datetime) -> int:
    """As ``recompute``, for the shipments that carry some of these orders."""
    lines = ShipmentLine.objects.filter(order__in=order_ids)
    return recompute(set(lines.values_list("shipment_id", flat=True)), at=at)


@transaction.atomic(savepoint=False)
def recompute(shipment_ids: Collection[int] | None, *, at: datetime) -> int:
    """Bring the standing of some shipments, or of all, up to what the ledgers now say.

    A row that comes out as it was is not written. To be called in the transaction of the write
    that it follows; repeatable. Of two at once about one shipment the second waits, and sees
    what the first has written.

    :param shipment_ids: None for every shipment.
    :return: how many shipments stand otherwise now.
    """
    if shipment_ids is not None and not shipment_ids:
        return 0
    ids = None if shipment_ids is None else sorted(shipment_ids)
    with connection.cursor() as cursor:
        # On its own, so that the statement below sees what whoever held the lock committed.
        if ids is None:
            cursor.execute(_LOCK_ALL)
        else:
            cursor.execute(_LOCK, [ids])
        kinds = [kind.value for kind in ORDER]
        cursor.execute(_SQL, {"shipment_ids": ids, "kinds": kinds, "at": at})
        return int(cursor.fetchone()[0])
