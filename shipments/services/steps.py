"""Taking a step of the ladder towards one contractor: one click, one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shipments.domain import ladder
from shipments.expedite.outreach import transactions
from shipments.models import (
    Contact,
    Expedite,
    ExpediteAction,
    Order,
    OutboxMessage,
    User,
)
from shipments.models.choices import ActionKind, ExpediteState
from shipments.services import (
    case_file,
    held,
    outbox,
    priorities,
    refusal,
    step_checks,
    step_mail,
    step_matter,
)
from shipments.services.step_preview import Composed, preview

__all__ = ["Composed", "Taken", "called", "preview", "take"]


@dataclass(frozen=True)
class Taken:
    """What a step did.

    :ivar files: the case files as they stand, in the order in which they were named.
    :ivar message: the mail that waits to be sent, the same in all of them.
    """

    files: tuple[Expedite, ...]
    message: OutboxMessage


def take(
    *,
    references: Sequence[str],
    step: str,
    contact_id: int | None,
    call: UUID,
    by: User,
    at: datetime,
    link_base: str,
    note: str = "",
    body: str | None = None,
    designator: int | None = None,
    reason: str = "",
    urgency_statement: str = "",
    assistance: str = "",
    override_reason: str = "",
) -> Taken:
    """Take a step for one or several orders of one contractor: all of it, or nothing.

    In one transaction: the priority raised where that is the step, the link by which the
    contact answers, the mail with its records or its data sheet in the outbox, and an action
    in each file. The worker sends the mail after that. The same call sent again is answered
    with what it did.

    :param link_base: the address that the link's signed key is put behind, with a slash at
        its end.
    :param body: the whole mail in place of ours, as plain text; the link is added where it is
        not in it.
    :param designator: for a priority increase, with ``reason`` naming the FAD or UND.
    :param override_reason: why it goes although the governor says no; it stands in the file.
    :raises Order.DoesNotExist: no such order that the person may see.
    :raises NotAllowed: no right to expedite.
    :raises Held: a hold covers one of them.
    :raises Refused: with every problem there is.
    """
    case_file.require_expeditor(by)
    rung = step_checks.rung(step)
    with transaction.atomic():
        orders = step_checks.in_order(references, case_file.locked_orders(references, by=by))
        if done := _taken_before(orders, call, rung):
            return done
        files = step_checks.own_files(orders, by=by, lock=True)
        held.refuse(orders)
        contact = step_checks.contact(orders, contact_id)
        policy, limits = case_file.limits_in_force()
        governed = step_checks.governed(orders, rung, at=at, limits=limits)
        problems = [
            *step_checks.about_contact(contact),
            *step_checks.about_governor(governed, rung, override_reason),
            *step_checks.about_priority(orders, rung, designator=designator, reason=reason),
        ]
        if problems or contact is None:
            raise refusal.Refused(problems)
        before = {order.pk: order.priority_designator for order in orders}
        if rung is ladder.Step.PRIORITY_INCREASE:
            _raise(orders, designator, reason.strip(), by=by, at=at, call=call)
        link = step_mail.unsaved_link(contact, call, policy, by=by, at=at)
        link.save(force_insert=True)
        link.orders.set(orders)
        matter = step_matter.outreach(
            orders,
            rung,
            contact=contact,
            by=by,
            at=at,
            link=link,
            link_base=link_base,
            note=note,
            raised_to=designator,
            priorities_before=before,
            urgency_statement=urgency_statement,
            assistance=assistance,
        )
        records = transactions.compose(matter)
        message = outbox.put(
            step_mail.outgoing(matter, contact, orders, records, body=body, by=by), by=by, at=at
        )
        facts = {
            "records": [each.text for each in records.written],
            "left_out": list(records.notes),
            "link": link.pk.hex,
            "override_reason": override_reason.strip(),
        }
        for order, file, says in zip(orders, files, governed, strict=True):
            _write_down(
                file,
                rung,
                by=by,
                at=at,
                contact=contact,
                message=message,
                call=call,
                limits=limits,
                known=case_file.known(order, contacted_on=at.date()),
                text=_said(rung, contact, override_reason, reason),
                facts={**facts, "governor": list(says.says.sentences)},
            )
    return Taken(tuple(files), message)


def called(
    *,
    reference: str,
    text: str,
    by: User,
    at: datetime,
    contact: int | None = None,
    call: UUID | None = None,
) -> Expedite:
    """Note a telephone call that brought no promise. It counts as a contact to the governor.

    :param contact: the key of whom one spoke to; None for nobody on record.
    :raises Order.DoesNotExist: no such order that the person may see.
    :raises Held: a hold covers the order.
    :raises Refused: it is not in one's hands, or it is not said what was said.
    """
    case_file.require_expeditor(by)
    if not text.strip():
        raise refusal.refuse("text", "Write what was said.", "required")
    with transaction.atomic():
        orders = case_file.locked_orders([reference], by=by)
        if done := case_file.done_before(reference, call=call, kind=ActionKind.CALLED):
            return done
        (file,) = step_checks.own_files(orders, by=by, lock=True)
        held.refuse(orders)
        whom = step_checks.contact(orders, contact) if contact else None
        state = ExpediteState.CONTACTED if file.state == ExpediteState.OPEN else file.state
        case_file.change(
            file,
            kind=ActionKind.CALLED,
            at=at,
            by=by,
            contact=whom,
            text=text.strip(),
            call=call,
            state=str(state),
        )
    return file


def _taken_before(orders: list[Order], call: UUID, step: ladder.Step) -> Taken | None:
    """What this very call did. Of two at once, the second has waited for the orders' rows."""
    actions = ExpediteAction.objects.filter(
        expedite__order__in=orders, call=call, kind=step.value
    ).select_related("message", "expedite__owner", "expedite__order")
    by_order = {action.expedite.order_id: action for action in actions}
    message = next((each.message for each in by_order.values() if each.message), None)
    if message is None:
        return None
    files = tuple(by_order[each.pk].expedite for each in orders if each.pk in by_order)
    return Taken(files, message)


def _raise(
    orders: list[Order],
    designator: int | None,
    reason: str,
    *,
    by: User,
    at: datetime,
    call: UUID,
) -> None:
    for order in orders:
        priorities.write(
            order,
            designator=designator,
            urgency=None,
            reason=reason,
            by=by,
            at=at,
            call=call,
            in_file=False,
        )


def _write_down(
    file: Expedite,
    step: ladder.Step,
    *,
    at: datetime,
    limits: ladder.Limits,
    known: ladder.Known,
    **action: Any,
) -> None:
    following = ladder.next_step(after=step, answered=False, on=at.date(), limits=limits)
    following_step, due_on, _ = case_file.governed(known, following, on=at.date(), limits=limits)
    state = ExpediteState.CONTACTED if step.is_chase else ExpediteState.ESCALATED
    case_file.change(
        file,
        kind=ActionKind(step.value),
        at=at,
        **action,
        state=state.value,
        rung=step.value,
        next_step=following_step,
        next_step_on=due_on,
        snoozed_until=None,
        snoozed_because="",
    )


def _said(step: ladder.Step, contact: Contact, override_reason: str, reason: str) -> str:
    text = f"{step.words} to {contact.name}."
    if reason.strip():
        text += f" {reason.strip()}"
    if override_reason.strip():
        text += f" Sent before the governor let it: {override_reason.strip()}"
    return text
