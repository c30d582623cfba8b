"""Kept and broken promises: what the worker finds, writes in the files and tells the owners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shipments.expedite import outcomes
from shipments.models import Expedite, Policy
from shipments.models.choices import NoticeKind
from shipments.services import notices


@dataclass(frozen=True)
class Found:
    """What one round found, in case files.

    :ivar firm: whose days gained are now measured on an arrival.
    """

    kept: int
    broken: int
    firm: int


@transaction.atomic
def run(*, as_of: date, at: datetime) -> Found:
    """Settle the promises that case files wait for. Repeatable: each is settled once.

    A kept promise closes the file, with the days gained by what is expected then, not firm
    until all of it has arrived; so the order can be taken up again if it stalls on its way. A
    broken one reopens it: the next step of the ladder is due at once.
    """
    grace = Policy.objects.in_force().limits["promise_grace_days"]
    settled = outcomes.settle(as_of=as_of, at=at, grace_days=grace)
    files = Expedite.objects.select_related("owner", "order").in_bulk(
        [each.expedite_id for each in settled]
    )
    for each in settled:
        file = files[each.expedite_id]
        notices.tell(
            user=file.owner,
            kind=NoticeKind(each.verdict),
            text=f"{file.order.reference}: {each.text}{_next(file)}",
            occasion=f"{each.verdict}-{each.promise_id}",
            at=at,
            order=file.order,
            expedite=file,
        )
    kept = sum(each.verdict == "kept" for each in settled)
    return Found(kept=kept, broken=len(settled) - kept, firm=outcomes.firm(at=at))


def _next(file: Expedite) -> str:
    if file.closed_at is None:
        return f" Next: {file.get_next_step_display().lower()}."
    if file.days_gained is None:
        return ""
    return f" Days gained by what is expected now: {file.days_gained}."
