"""Deciding on a date that is worse than the one that stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shipments.domain import ladder
from shipments.models import Order, Promise, Proposal, User
from shipments.models.choices import ActionKind, Channel, ExpediteState
from shipments.services import case_file, commitments, decision_mail, held, promises, refusal


def accept(*, batch: UUID, by: User, at: datetime, link_base: str = "") -> list[Promise]:
    """Let a proposed date, or the parts of one, stand as the order's promise; tell the contact.

    The order's row is locked and its proposals are decided by one conditional statement, so
    of two people at once exactly one decides. Accepting what one has accepted is answered
    with the promises that it became.

    :param link_base: the address that the contact's signed link is put behind, for the mail.
    :raises Proposal.DoesNotExist: no such proposal that the person may see.
    :raises NotAllowed: no right to expedite.
    :raises Held: a hold covers the order.
    :raises Refused: it was decided already, its day has passed, or nothing is left to ship.
    """
    case_file.require_expeditor(by)
    with transaction.atomic():
        order, parts = _locked(batch, by=by)
        if parts[0].decided_at and parts[0].decided_by_id == by.pk and parts[0].promise_id:
            return [part.promise for part in parts if part.promise]
        _refuse_decided(parts)
        held.refuse([order])
        problems = promises.about_order(order) or promises.about_quantity(order, _total(parts))
        last = max(part.ship_on for part in parts)
        if last < at.date():
            message = f"{last:%-d %b %Y} has passed. Decline it and ask for a new date."
            problems.append(refusal.Problem("", message, "has_passed"))
        if problems:
            raise refusal.Refused(problems)
        made = promises.write(
            order,
            [(part.ship_on, part.quantity) for part in parts],
            at=at,
            said_on=parts[0].proposed_at.date(),
            said_by=parts[0].contact.name,
            channel=Channel.PORTAL.value,
            by=by,
            contact=parts[0].contact,
            reason=parts[0].reason,
        )
        for part, promise in zip(parts, made, strict=True):
            Proposal.objects.waiting().filter(pk=part.pk).update(
                decided_at=at, decided_by=by, promise=promise
            )
        decision_mail.put(order, parts, reason="", by=by, at=at, link_base=link_base)
    return made


def decline(*, batch: UUID, reason: str, by: User, at: datetime, link_base: str = "") -> None:
    """Turn a proposed date down and tell the contact why. What stood before stands.

    An improvement is asked for next.

    :param link_base: as for ``accept``.
    :raises Proposal.DoesNotExist: no such proposal that the person may see.
    :raises NotAllowed: no right to expedite.
    :raises Refused: it was decided already, or no reason is given.
    """
    case_file.require_expeditor(by)
    reason = reason.strip()
    if not reason or len(reason) > 300:
        message = "Say why, in 300 characters at most."
        raise refusal.refuse("reason", message, "too_long" if reason else "required")
    with transaction.atomic():
        order, parts = _locked(batch, by=by)
        if parts[0].decided_by_id == by.pk and parts[0].decision_reason == reason:
            return
        _refuse_decided(parts)
        Proposal.objects.filter(batch=batch).waiting().update(
            decided_at=at, decided_by=by, decision_reason=reason
        )
        _ask_again(order, parts, reason, by=by, at=at)
        decision_mail.put(order, parts, reason=reason, by=by, at=at, link_base=link_base)


def _locked(batch: UUID, *, by: User) -> tuple[Order, list[Proposal]]:
    """Lock the order of a batch, and read its parts as they then are: the earliest first."""
    found = Proposal.objects.visible_to(by).filter(batch=batch).select_related("order").first()
    if found is None:
        raise Proposal.DoesNotExist(f"No proposal {batch}.")
    (order,) = case_file.locked_orders([found.order.reference], by=by)
    rows = Proposal.objects.filter(batch=batch).select_related(
        "contact", "decided_by", "promise", "link"
    )
    return order, list(rows.order_by("ship_on", "pk"))


def _refuse_decided(parts: Sequence[Proposal]) -> None:
    first = parts[0]
    if first.decided_at is None:
        return
    if first.decided_by is None:
        message = f"{first.contact.name} has answered anew since. Look at the newer answer."
    else:
        verb = "accepted" if first.promise_id else "declined"
        message = f"{first.decided_by} {verb} it on {first.decided_at:%-d %b, %H:%M}Z."
    raise refusal.refuse("", message, "decided")


def _total(parts: Sequence[Proposal]) -> int | None:
    quantities = [part.quantity for part in parts if part.quantity is not None]
    return sum(quantities) if len(quantities) == len(parts) else None


def _ask_again(
    order: Order, parts: Sequence[Proposal], reason: str, *, by: User, at: datetime
) -> None:
    file = commitments.locked(order)
    if file is None:
        return
    _, limits = case_file.limits_in_force()
    asked_on = case_file.contacted_on([order]).get(order.pk)
    improvement = ladder.NextStep(ladder.Step.IMPROVEMENT_REQUEST, at.date(), "")
    step, due_on, _ = case_file.governed(
        case_file.known(order, contacted_on=asked_on), improvement, on=at.date(), limits=limits
    )
    days = commitments.in_words([(part.ship_on, part.quantity) for part in parts])
    case_file.change(
        file,
        kind=ActionKind.DECLINED,
        at=at,
        by=by,
        contact=parts[0].contact,
        text=f"Declined {days}: {reason}",
        state=_after_declining(file.state),
        next_step=step or ladder.Step.IMPROVEMENT_REQUEST.value,
        next_step_on=due_on,
    )


def _after_declining(state: str) -> str:
    """An answer was had, so the contact is in contact; what was pressed harder stays so."""
    return ExpediteState.CONTACTED.value if state == ExpediteState.OPEN else state
