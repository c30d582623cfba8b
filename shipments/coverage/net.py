"""Coverage: open needs netted against what is still to come, set-wise, per item."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from shipments.coverage.groups import grouped

_FOLDER = Path(__file__).parent
_REACH = (_FOLDER / "reach.sql").read_text()
# In the order of their keys, so that of two that lock several one waits and none in a ring.
_LOCK = "SELECT FROM shipments_item WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE"
# Whoever claims a mark nets its item; who comes second finds it taken and looks further.
_CLAIM = """
DELETE FROM shipments_dueitem
 WHERE id IN (SELECT id FROM shipments_dueitem FOR UPDATE SKIP LOCKED)
RETURNING item_id
"""
_CLAIM_DAY = """
INSERT INTO shipments_nettedday AS kept (id, as_of, netted_at)
VALUES (1, %(as_of)s, %(at)s)
ON CONFLICT (id) DO UPDATE SET as_of = excluded.as_of, netted_at = excluded.netted_at
 WHERE kept.as_of < excluded.as_of
RETURNING 1
"""


def _put_together() -> str:
    """Put the netting together. The text is ours throughout; no value is written into it."""
    sql = (_FOLDER / "net.sql").read_text()
    take = (_FOLDER / "take.sql").read_text()
    for steps, taken in (
        ("may_stand_in", "stands_in"),
        ("may_be_pulled_instead", "pulled_instead"),
    ):
        sql = sql.replace(f"/* take {steps} {taken} */", take.format(steps=steps, taken=taken))
    return sql.replace("/* supply */", (_FOLDER / "supply.sql").read_text())


_STATEMENT = _put_together()


@transaction.atomic(savepoint=False)
def net(item_ids: Collection[int] | None, *, as_of: date, at: datetime) -> int:
    """Bring the shortfalls and pulls forward of some items up to what stands now.

    With each item come those that share a substitute with it, because what one takes is gone
    for the other. Two at once never net the same item: the second waits, and sees what the
    first has written. Every order whose pull forward changed is put among the due orders, to
    be judged again. Repeatable: a second run over the same facts writes nothing.

    :param item_ids: None for every item that has an open need.
    :return: how many items were netted.
    """
    if item_ids is not None and not item_ids:
        return 0
    groups = _groups(item_ids)
    items = sorted(groups)
    with connection.cursor() as cursor:
        # On its own, so that the statement below sees what whoever held the locks committed.
        cursor.execute(_LOCK, [items])
        # Compiling takes longer than running what is compiled.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(
            _STATEMENT,
            {
                "item_ids": items,
                "group_ids": [groups[item] for item in items],
                "as_of": as_of,
                "at": at,
            },
        )
    return len(items)


@transaction.atomic(savepoint=False)
def net_due(*, as_of: date, at: datetime) -> int:
    """Net the items that ``DueItem`` lists; on a new day every item, by that day's date.

    A supply may stop counting by the day alone, so a new day asks for everything, once and by
    one of however many workers. An item that changes after its mark was claimed is marked
    anew, and stays for the next run.

    :return: how many items were netted.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_DAY, {"as_of": as_of, "at": at})
        new_day = cursor.fetchone() is not None
        cursor.execute(_CLAIM)
        marked = {item_id for (item_id,) in cursor.fetchall()}
    return net(None if new_day or None in marked else marked, as_of=as_of, at=at)


def _groups(item_ids: Collection[int] | None) -> Mapping[int, int]:
    asked: dict[str, Any] = {"item_ids": None if item_ids is None else list(item_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_REACH, asked)
        return grouped(dict(cursor.fetchall()))
