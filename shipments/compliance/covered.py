"""Which holds cover an order, by the one definition that the database refuses by, too.

That definition is the view behind ``HeldOrder``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from shipments.domain.roles import RIGHTS, Right
from shipments.models import HeldOrder, Hold
from shipments.models.hold import COVERS

_BECAUSE = "SELECT shipments_held_because(%s)"
_EACH_BECAUSE = """
SELECT each.id, shipments_held_because(ARRAY[each.id]) FROM unnest(%s::bigint[]) AS each (id)
"""


@dataclass(frozen=True)
class HoldSummary:
    """A hold in place as it is shown beside an order.

    :ivar covers: the kind of thing it was placed on and its name, like "case ZZ-B-001".
    :ivar lifted_by: who can release it, in words.
    :ivar release_asked_by: empty while nobody has asked.
    """

    hold_id: int
    kind: str
    legal_basis: str
    covers: str
    note: str
    placed_at: datetime
    placed_by: str
    review_on: date
    release_asked_by: str
    lifted_by: str


def holds_on(order_ids: Collection[int]) -> Mapping[int, tuple[HoldSummary, ...]]:
    """Find the holds that cover some orders, the oldest first. One query.

    An order that nothing holds is not in the answer.
    """
    rows = HeldOrder.objects.filter(order_id__in=order_ids).with_holds().oldest_first()
    found: dict[int, tuple[HoldSummary, ...]] = {}
    holds = {(row.order_id, row.hold_id): row.hold for row in rows}
    for (order_id, _), hold in holds.items():
        found[order_id] = (*found.get(order_id, ()), summary(hold))
    return found


def because(order_ids: Collection[int]) -> str:
    """Say in one sentence why the first of these orders is held; empty where none is.

    The very sentence with which the database refuses a write.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BECAUSE, [list(order_ids)])
        return cursor.fetchone()[0] or ""


def each_because(order_ids: Collection[int]) -> dict[int, str]:
    """As ``because`` of each order by itself. One query; one that nothing holds is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_EACH_BECAUSE, [sorted(order_ids)])
        return {order_id: sentence for order_id, sentence in cursor.fetchall() if sentence}


def summary(hold: Hold) -> HoldSummary:
    """Give it a hold of ``with_holds``: it reads what the hold covers, and its people."""
    return HoldSummary(
        hold_id=hold.pk,
        kind=hold.kind,
        legal_basis=hold.legal_basis,
        covers=covers(hold),
        note=hold.note,
        placed_at=hold.placed_at,
        placed_by=str(hold.placed_by),
        review_on=hold.review_on,
        release_asked_by=str(hold.release_asked_by or ""),
        lifted_by=lifted_by(),
    )


def covers(hold: Hold) -> str:
    """Name what a hold was placed on: "order EX-1"."""
    kind = next(name for name in COVERS if getattr(hold, f"{name}_id") is not None)
    return f"{kind} {getattr(hold, kind)}"


def lifted_by() -> str:
    """Say who can release a hold."""
    roles = [role.label.lower() for role, rights in RIGHTS.items() if Right.RELEASE_HOLD in rights]
    return f"Two people with the {' or '.join(roles)} role: one asks, another releases."
