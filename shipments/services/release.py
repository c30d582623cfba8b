"""Making a shipment ready, releasing it, closing it; and taking each of these back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from shipments.compliance import gates, gone, loaded
from shipments.domain.roles import Right
from shipments.models import Order, Shipment, User
from shipments.services import refusal
from shipments.services.refusal import Problem
from shipments.standing.recompute import recompute


def make_ready(*, tcn: str, by: User, at: datetime) -> Shipment:
    """Say that a shipment is packed and ready to go.

    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: no right to log shipments, or orders of others are aboard.
    :raises Refused: it is ready, has left, or is cancelled.
    """
    refusal.require(by, Right.LOG_SHIPMENT)
    with transaction.atomic():
        shipment = _locked(tcn, by=by)
        _only_of_their_own(shipment, by=by)
        _refuse_gone(shipment)
        if shipment.ready_at:
            raise _done(shipment, "ready", "made it ready")
        return _write(shipment, Q(ready_at=None), at=at, ready_at=at, ready_by=by)


def take_back_ready(*, tcn: str, by: User, at: datetime) -> Shipment:
    """Say that it is not ready after all: possible until it is released.

    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: no right to log shipments, or orders of others are aboard.
    :raises Refused: it is not ready, is released, or is cancelled.
    """
    refusal.require(by, Right.LOG_SHIPMENT)
    with transaction.atomic():
        shipment = _locked(tcn, by=by)
        _only_of_their_own(shipment, by=by)
        if shipment.released_at:
            message = "It is released. Take its release back first."
            raise refusal.refuse("", message, "released")
        if not shipment.ready_at:
            raise refusal.refuse("", "Nobody has made it ready.", "not_ready")
        return _write(shipment, Q(released_at=None), at=at, ready_at=None, ready_by=None)


def release(*, tcn: str, by: User, at: datetime) -> Shipment:
    """Let a shipment go. Every gate must be clear, and who releases answers for that.

    A hold placed at the same time is obeyed, or the release is on record before it.

    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: no right to release shipments.
    :raises Refused: with every gate that is open, why, and who can clear it; or it is released,
        has left, or is cancelled.
    """
    refusal.require(by, Right.RELEASE_SHIPMENT)
    try:
        with transaction.atomic():
            shipment = _locked(tcn, by=by)
            if shipment.released_at:
                raise _done(shipment, "released", "released it")
            _refuse_gone(shipment)
            found = gates.still_open(gates.of(loaded.read(shipment)))
            if found:
                raise refusal.Refused(
                    Problem("", gate.sentence, f"gate_{gate.name}") for gate in found
                )
            still = Q(ready_at__isnull=False, released_at=None, closed_at=None)
            return _write(shipment, still, at=at, released_at=at, released_by=by)
    except IntegrityError as error:
        raise refusal.from_database(error) from error


def take_back_release(*, tcn: str, by: User, at: datetime) -> Shipment:
    """Let it go no longer: possible until it has left.

    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: no right to release shipments.
    :raises Refused: it is not released, or has left.
    """
    refusal.require(by, Right.RELEASE_SHIPMENT)
    with transaction.atomic():
        shipment = _locked(tcn, by=by)
        if not shipment.released_at:
            raise refusal.refuse("", "It is not released.", "not_released")
        if gone.has_left(shipment):
            message = "It has left: its release stays on record."
            raise refusal.refuse("", message, "has_left")
        still = Q(released_at__isnull=False)
        return _write(shipment, still, at=at, released_at=None, released_by=None)


def close(*, tcn: str, by: User, at: datetime) -> Shipment:
    """Put a shipment away: all of it is accounted for and every report of it is settled.

    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: no right to release shipments.
    :raises Refused: something is not accounted for or settled, or it is closed or cancelled.
    """
    refusal.require(by, Right.RELEASE_SHIPMENT)
    with transaction.atomic():
        shipment = _locked(tcn, by=by)
        _refuse_cancelled(shipment)
        if shipment.closed_at:
            raise _done(shipment, "closed", "closed it")
        if problems := _not_finished(shipment):
            raise refusal.Refused(problems)
        return _write(shipment, Q(closed_at=None), at=at, closed_at=at, closed_by=by)


def reopen(*, tcn: str, by: User, at: datetime) -> Shipment:
    """Take a closed shipment up again, because something about it is not finished after all.

    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: no right to release shipments.
    :raises Refused: it is not closed.
    """
    refusal.require(by, Right.RELEASE_SHIPMENT)
    with transaction.atomic():
        shipment = _locked(tcn, by=by)
        if not shipment.closed_at:
            raise refusal.refuse("", "It is not closed.", "not_closed")
        still = Q(closed_at__isnull=False)
        return _write(shipment, still, at=at, closed_at=None, closed_by=None)


def _locked(tcn: str, *, by: User) -> Shipment:
    """Locked as whoever records a milestone locks it, before its orders: so nobody waits in a ring.

    Whoever places a hold locks the orders and then looks at their shipments, which this allows.
    """
    found = Shipment.objects.visible_to(by).get(tcn=tcn)
    rows = Shipment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "departure", "ready_by", "released_by", "closed_by", "load_cleared_by"
    )
    return rows.get(pk=found.pk)


def _write(shipment: Shipment, still: Q, *, at: datetime, **act: Any) -> Shipment:
    """Record an act, and let where the shipment and its orders stand follow."""
    rows = Shipment.objects.standing_live().filter(still, pk=shipment.pk)
    if not rows.update(**act):
        raise refusal.refuse("", "Somebody changed it a moment ago. Look again.", "changed")
    orders = shipment.lines.values_list("order_id", flat=True)
    recompute(set(orders), at=at.astimezone(UTC))
    shipment.refresh_from_db()
    return shipment


def _refuse_cancelled(shipment: Shipment) -> None:
    if shipment.cancelled_at:
        raise refusal.refuse("", f"{shipment.tcn} is cancelled.", "cancelled")


def _refuse_gone(shipment: Shipment) -> None:
    _refuse_cancelled(shipment)
    if gone.has_left(shipment):
        message = "It has left already. What is done after that is no release."
        raise refusal.refuse("", message, "has_left")


def _only_of_their_own(shipment: Shipment, *, by: User) -> None:
    if shipment.lines.exclude(order__in=Order.objects.visible_to(by)).exists():
        message = "It is not yours alone. Ask a shipment clerk."
        raise refusal.NotAllowed([Problem("", message, "not_allowed")])


def _done(shipment: Shipment, act: str, words: str) -> refusal.Refused:
    when, who = getattr(shipment, f"{act}_at"), getattr(shipment, f"{act}_by")
    message = f"{who} {words} on {when.astimezone(UTC):%-d %b %Y, %H:%M}Z."
    return refusal.refuse("", message, act)


def _not_finished(shipment: Shipment) -> list[Problem]:
    problems = [
        Problem(
            "",
            f"{line.order.reference}: not all of the {line.quantity:,} shipped is accounted for. "
            "Receive it, or report what did not come.",
            "not_accounted_for",
        )
        for line in gone.not_accounted_for(shipment)
    ]
    waiting = gone.open_discrepancies(shipment)
    if waiting:
        many = "report of it is" if waiting == 1 else "reports of it are"
        message = f"{waiting} {many} not settled. Settle or withdraw every one first."
        problems.append(Problem("", message, "not_settled"))
    return problems
