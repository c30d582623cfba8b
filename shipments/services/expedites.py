"""Taking an order's flags into one person's hands, and giving them back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from shipments.domain.roles import Right
from shipments.models import Expedite, Order, User
from shipments.models.choices import ExpediteState
from shipments.services import refusal
from shipments.services.refusal import Problem


class Taken(refusal.Refused):
    """Somebody has taken the order up already."""

    def __init__(self, expedite: Expedite) -> None:
        self.expedite = expedite
        message = (
            f"{expedite.owner} took up {expedite.order.reference} "
            f"on {expedite.opened_at:%-d %b, %H:%M}Z."
        )
        super().__init__([Problem("", message, "taken")])


def take_up(*, reference: str, by: User, at: datetime) -> Expedite:
    """Put a flagged order in one person's hands.

    The constraint is the check: of two people at once exactly one succeeds. Taking up what
    one already has is answered with what stands.

    :raises Order.DoesNotExist: no such order that the person may see.
    :raises NotAllowed: no right to expedite.
    :raises Taken: somebody else has it.
    :raises Refused: nothing is flagged on it.
    """
    refusal.require(by, Right.EXPEDITE)
    order = Order.objects.visible_to(by).get(reference=reference)
    if not order.flags.live().exists():
        message = f"Nothing is flagged on {reference}: there is nothing to take up."
        raise refusal.refuse("", message, "not_flagged")
    try:
        with transaction.atomic():
            return Expedite.objects.create(order=order, owner=by, opened_at=at)
    except IntegrityError as error:
        held = Expedite.objects.open().select_related("owner", "order").filter(order=order).first()
        if held is None:
            raise refusal.from_database(error) from error
        if held.owner_id != by.pk:
            raise Taken(held) from error
        return held


def hand_back(*, reference: str, by: User, at: datetime, outcome: str = "Handed back") -> Expedite:
    """Close one's own expedite, so that another may take the order up.

    :raises Order.DoesNotExist: no such order that the person may see.
    :raises Refused: the person does not have it.
    """
    refusal.require(by, Right.EXPEDITE)
    order = Order.objects.visible_to(by).get(reference=reference)
    mine = Expedite.objects.open().filter(order=order, owner=by)
    held = mine.first()
    closed = mine.update(
        closed_at=at, outcome=outcome.strip() or "Handed back", state=ExpediteState.CLOSED.value
    )
    if held is None or not closed:
        message = f"You do not have {reference}, so you cannot hand it back."
        raise refusal.refuse("", message, "not_yours")
    held.refresh_from_db()
    return held
