"""What was said on the telephone about several orders of one contractor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from shipments.models import Contact, User
from shipments.models.choices import Channel
from shipments.services import promises, steps
from shipments.services.refusal import NotAllowed, Problem, Refused


@dataclass(frozen=True)
class Said:
    """What was said about one order.

    :ivar ship_on: the day that was promised; None where none was.
    :ivar quantity: in the order's unit; None for all that is left.
    :ivar reason: why the date moved.
    """

    reference: str
    ship_on: date | None = None
    quantity: int | None = None
    reason: str = ""

    @property
    def dated(self) -> bool:
        return self.ship_on is not None or self.quantity is not None


def note(
    *,
    said: Sequence[Said],
    text: str,
    by: User,
    at: datetime,
    call: UUID,
    contact: int | None = None,
    said_by: str = "",
) -> int:
    """Keep one call, all of it or nothing: its words in each file, its dates as promises.

    :param text: what was said; may be empty where a date was.
    :param contact: the key of whom one spoke to; None for nobody on record.
    :param said_by: the name, where it is nobody on record.
    :return: how many orders got a date.
    :raises Order.DoesNotExist: no such order that the person may see.
    :raises NotAllowed: no right to expedite, or to record promises.
    :raises Refused: with every problem there is; the field of one order's is
        ``{reference}.{name}``.
    """
    dated = [each for each in said if each.dated]
    name = _name(contact) or said_by.strip()
    problems = _about(text, name, dated=bool(dated))
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        for each in said if text.strip() else ():
            word = partial(steps.called, text=text, contact=contact, call=call, by=by, at=at)
            problems += _problems(each.reference, word)
        for each in dated:
            promise = partial(
                promises.record,
                ship_on=each.ship_on,
                quantity=each.quantity,
                reason=each.reason,
                said_by=name,
                channel=Channel.PHONE.value,
                by=by,
                at=at,
            )
            problems += _problems(each.reference, promise)
        if problems:
            raise Refused(problems)
    return len(dated)


def _about(text: str, name: str, *, dated: bool) -> list[Problem]:
    if not dated and not text.strip():
        return [Problem("text", "Write what was said, or enter a date.", "required")]
    if dated and not name:
        return [Problem("said_by", "Choose who said it, or enter the name.", "required")]
    return []


def _problems(reference: str, write: Callable[..., Any]) -> list[Problem]:
    """Do one write; give what is in its way, beside its order.

    :raises NotAllowed: that is not about the order.
    """
    try:
        write(reference=reference)
    except NotAllowed:
        raise
    except Refused as refused:
        return [
            Problem(f"{reference}.{each.field}", each.message, each.code)
            for each in refused.problems
        ]
    return []


def _name(contact: int | None) -> str:
    found = Contact.objects.filter(pk=contact).first() if contact else None
    return found.name if found else ""
