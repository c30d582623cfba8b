"""The case files: taking orders up, handing over, putting off, noting, closing.

Whoever may expedite may open a file, note in it and hand it over, also when its owner is away.
The rest is its owner's. The steps of the ladder are in ``steps``, the answers in ``answers``.
Each write may carry the number of its form in ``call``: sent twice, it is done once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from shipments.domain.partial_date import Precision, show
from shipments.models import Expedite, Order, User
from shipments.models.choices import ActionKind, ExpediteState, NoticeKind
from shipments.services import case_file, gains, notices, refusal
from shipments.services.opening import Taken, open_call, take_up
from shipments.services.refusal import Problem

__all__ = [
    "Taken",
    "close",
    "hand_back",
    "hand_over",
    "note",
    "open_call",
    "snooze",
    "take_up",
    "wake",
]

HANDED_BACK = "Handed back"


def hand_back(
    *,
    reference: str,
    by: User,
    at: datetime,
    outcome: str = HANDED_BACK,
    call: UUID | None = None,
) -> Expedite:
    """Close one's own file, so that another may take the order up.

    :raises Order.DoesNotExist: no such order that the person may see.
    :raises Refused: the person does not have it.
    """
    case_file.require_expeditor(by)
    order = Order.objects.visible_to(by).get(reference=reference)
    if done := case_file.done_before(reference, call=call, kind=ActionKind.CLOSED):
        return done
    if not Expedite.objects.open().filter(order=order, owner=by).exists():
        message = f"You do not have {reference}, so you cannot hand it back."
        raise refusal.refuse("", message, "not_yours")
    return close(
        reference=reference, outcome=outcome.strip() or HANDED_BACK, by=by, at=at, call=call
    )


def close(
    *, reference: str, outcome: str, by: User, at: datetime, call: UUID | None = None
) -> Expedite:
    """Close a file and say what came of it.

    The days gained are those from the delivery expected at opening to the arrival; where not
    everything has arrived, to what is expected now, and marked as not firm.

    :raises Order.DoesNotExist: no such order that the person may see.
    :raises Refused: it is not open, somebody else's, or no outcome is stated.
    """
    outcome = _needed(outcome, "outcome", "Say what came of it.", most=200)

    def fields(file: Expedite) -> dict[str, Any]:
        return {
            "state": ExpediteState.CLOSED.value,
            "closed_at": at,
            "outcome": outcome,
            **gains.now(file),
        }

    return _change(reference, ActionKind.CLOSED, fields, by=by, at=at, call=call, text=outcome)


def hand_over(
    *,
    reference: str,
    to: User,
    by: User,
    at: datetime,
    reason: str,
    call: UUID | None = None,
) -> Expedite:
    """Give a file to another expeditor, who is told. A colleague may do it for an absent owner.

    :raises Order.DoesNotExist: no such order that the person may see.
    :raises Refused: it is not open, or the other may not have it.
    """
    case_file.require_expeditor(by)
    reason = _needed(reason, "reason", "Say why you hand it over.", most=300)
    try:
        case_file.require_expeditor(to)
    except refusal.NotAllowed as error:
        message = f"{to} has no role that lets them expedite. Choose somebody else."
        raise refusal.refuse("to", message, "not_an_expeditor") from error
    with transaction.atomic():
        if done := case_file.done_before(reference, call=call, kind=ActionKind.HANDED_OVER):
            return done
        file = case_file.open_file(reference, by=by)
        if file.owner_id == to.pk:
            raise refusal.refuse("to", f"{to} has {reference} in hand already.", "same_owner")
        text = f"From {file.owner} to {to}: {reason}"
        facts = {"from": file.owner_id, "to": to.pk}
        won = case_file.change(
            file,
            kind=ActionKind.HANDED_OVER,
            at=at,
            by=by,
            text=text,
            facts=facts,
            call=call,
            owner=to,
        )
        if not won:
            return _done_or_refused(reference, call, ActionKind.HANDED_OVER)
        if to.pk != by.pk:
            notices.tell(
                user=to,
                kind=NoticeKind.HANDED_OVER,
                text=f"{by} handed {reference} over to you: {reason}",
                occasion=f"handed-over-{file.pk}-{call or uuid4()}",
                at=at,
                order=file.order,
                expedite=file,
            )
    return file


def snooze(
    *,
    reference: str,
    until: date | None,
    reason: str,
    by: User,
    at: datetime,
    call: UUID | None = None,
) -> Expedite:
    """Put a file off to a day. Nothing of it falls due before.

    :raises Order.DoesNotExist: no such order that the person may see.
    :raises Refused: it is not open, somebody else's, without a reason, or not to a later day.
    """
    problems = []
    if until is None:
        problems.append(Problem("until", "Enter the day to look at it again.", "required"))
    elif not 0 < (until - at.date()).days <= 366:
        message = "Enter a day after today, within a year."
        problems.append(Problem("until", message, "not_ahead"))
    if not reason.strip():
        problems.append(Problem("reason", "Say why it can wait.", "required"))
    if problems or until is None:
        case_file.require_expeditor(by)
        raise refusal.Refused(problems)
    reason = _needed(reason, "reason", "", most=300)
    fields = {"snoozed_until": until, "snoozed_because": reason}
    text = f"Until {show(until, Precision.DAY)}: {reason}"
    return _change(
        reference, ActionKind.SNOOZED, lambda _: fields, by=by, at=at, call=call, text=text
    )


def wake(*, reference: str, by: User, at: datetime, call: UUID | None = None) -> Expedite:
    """Take a file that was put off in hand again. One that is awake is answered as it stands.

    :raises Order.DoesNotExist: no such order that the person may see.
    :raises Refused: it is not open, or somebody else's.
    """
    case_file.require_expeditor(by)
    file = case_file.open_file(reference, by=by)
    if file.snoozed_until is None and file.owner_id == by.pk:
        return file
    fields = {"snoozed_until": None, "snoozed_because": ""}
    return _change(reference, ActionKind.WOKEN, lambda _: fields, by=by, at=at, call=call)


def note(
    *, reference: str, text: str, by: User, at: datetime, call: UUID | None = None
) -> Expedite:
    """Add a note to an open file. Whoever may expedite may.

    :raises Order.DoesNotExist: no such order that the person may see.
    :raises Refused: it is not open, or the note is empty.
    """
    text = _needed(text, "text", "Write the note.", most=4000)
    return _change(
        reference, ActionKind.NOTED, lambda _: {}, by=by, at=at, call=call, text=text, owners=False
    )


def _change(
    reference: str,
    kind: ActionKind,
    fields: Callable[[Expedite], dict[str, Any]],
    *,
    by: User,
    at: datetime,
    call: UUID | None,
    text: str = "",
    owners: bool = True,
) -> Expedite:
    """Do one thing in one file, once per form.

    :param owners: only the file's owner may.
    """
    case_file.require_expeditor(by)
    with transaction.atomic():
        if done := case_file.done_before(reference, call=call, kind=kind):
            return done
        file = case_file.open_file(reference, by=by)
        if owners:
            case_file.require_owner(file, by)
        changes = fields(file)
        try:
            with transaction.atomic():
                won = case_file.change(
                    file, kind=kind, at=at, by=by, text=text, call=call, **changes
                )
        except IntegrityError:  # expedite_action_once_per_call: the same form, a moment ago
            won = False
        return file if won else _done_or_refused(reference, call, kind)


def _done_or_refused(reference: str, call: UUID | None, kind: ActionKind) -> Expedite:
    if done := case_file.done_before(reference, call=call, kind=kind):
        return done
    raise case_file.changed_meanwhile(reference)


def _needed(text: str, field: str, message: str, *, most: int) -> str:
    text = text.strip()
    if not text:
        raise refusal.refuse(field, message, "required")
    if len(text) > most:
        message = f"Keep it to {most:,} characters: found {len(text):,}."
        raise refusal.refuse(field, message, "too_long")
    return text
