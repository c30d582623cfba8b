"""Telling people: what the worker does for it, again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shipments.services import case_notices, digests, urgent_mail


@dataclass(frozen=True)
class Told:
    """What one round told of. Notices first, then mails put to be sent."""

    flagged: int
    due: int
    undelivered: int
    holds: int
    mails: int
    digests: int


def run(*, at: datetime) -> Told:
    """Tell owners what happened on their orders, and mail what is to be mailed by now.

    Repeatable, and by any number of workers: nothing is told or mailed twice. The digest is
    made before the urgent mail, so that a burst in the morning is one mail and not two.
    """
    return Told(
        flagged=case_notices.tell_of_flags(at=at),
        due=case_notices.tell_of_due_steps(on=at.date(), at=at),
        undelivered=case_notices.tell_of_undelivered_mail(at=at),
        holds=case_notices.tell_of_holds(at=at),
        digests=digests.send(at=at),
        mails=urgent_mail.send(at=at),
    )
