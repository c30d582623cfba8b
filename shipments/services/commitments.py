"""What a promise does to the case file of its order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from shipments.domain.partial_date import Precision, show
from shipments.models import Contact, Expedite, Order, Promise, User
from shipments.models.choices import ActionKind, ExpediteState
from shipments.services import case_file


def commit(
    order: Order,
    promises: Sequence[Promise],
    *,
    at: datetime,
    by: User | None = None,
    contact: Contact | None = None,
    call: UUID | None = None,
) -> Expedite | None:
    """Let the order's open file wait for a promise. None where nobody has it in hand.

    From now on no step falls due: the worker finds whether the promise was kept. To be called
    with the order's row locked.

    :param promises: the parts of one answer, the last one last.
    """
    file = locked(order)
    if file is None:
        return None
    who = promises[-1].said_by
    case_file.change(
        file,
        kind=ActionKind.PROMISED,
        at=at,
        by=by,
        contact=contact,
        text=f"{who} promised {in_words([(each.ship_on, each.quantity) for each in promises])}.",
        facts={"promises": [each.pk for each in promises]},
        call=call,
        state=ExpediteState.COMMITTED.value,
        commitment=promises[-1],
        next_step="",
        next_step_on=None,
    )
    return file


def locked(order: Order) -> Expedite | None:
    """Lock the order's open file, so that the change that follows finds it as read."""
    rows = Expedite.objects.open().filter(order=order).select_for_update(of=("self",))
    return rows.select_related("owner", "order").first()


def in_words(parts: Sequence[tuple[date, int | None]]) -> str:
    """Say dates and quantities: "to ship 40 on 3 Dec 2026 and the rest on 12 Dec 2026"."""
    said = []
    for ship_on, quantity in parts:
        day = show(ship_on, Precision.DAY)
        if quantity is None:
            said.append(f"on {day}" if len(parts) == 1 else f"the rest on {day}")
        else:
            said.append(f"{quantity:,} on {day}")
    *first, last = said
    return f"to ship {', '.join(first)} and {last}" if first else f"to ship {last}"
