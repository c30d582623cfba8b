"""How much more than ordered the customer agreed to take."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from shipments import enqueue
from shipments.domain.roles import Right
from shipments.models import Order, User
from shipments.services import refusal
from shipments.standing.recompute import recompute

# What a column of the order holds.
_MOST = 2**63 - 1


def accept(*, reference: str, quantity: int | None, by: User, at: datetime) -> Order:
    """Record the overage that the customer takes. It may be shipped as the order itself.

    What stood before stays in the order's history. The same again changes nothing.

    :param quantity: beyond the ordered quantity, in the order's unit; 0 takes it back.
    :raises Order.DoesNotExist: no such order that the person may see.
    :raises NotAllowed: no right to record orders.
    :raises Refused: no quantity, an order without one, or one of which more is shipped.
    """
    refusal.require(by, Right.RECORD_ORDER)
    if quantity is None or not 0 <= quantity <= _MOST:
        message = "Enter how many more the customer takes, a whole number, 0 for none."
        raise refusal.refuse("quantity", message, "required")
    try:
        with transaction.atomic():
            orders = Order.objects.visible_to(by).select_for_update(no_key=True)
            order = orders.get(reference=reference)
            if order.possible_sale or order.cancelled_on or order.quantity is None:
                raise refusal.refuse("quantity", _why_not(order), "nothing_to_exceed")
            if order.quantity + quantity > _MOST:
                message = f"{quantity:,} is more than can be recorded. Enter fewer."
                raise refusal.refuse("quantity", message, "too_many")
            order.accepted_overage = quantity
            order.save(update_fields=["accepted_overage"])
            recompute([order.pk], at=at)
            enqueue.judge()
    except IntegrityError as error:
        if refusal.constraint_of(error) == "order_not_shipped_beyond_quantity":
            message = "More than that is shipped already. Enter at least what is on shipments."
            raise refusal.refuse("quantity", message, "shipped_already") from error
        raise refusal.from_database(error) from error
    return order


def _why_not(order: Order) -> str:
    if order.possible_sale:
        return f"{order.reference} is only a possible sale: nothing is ordered to exceed."
    if order.cancelled_on:
        return f"{order.reference} is cancelled."
    return f"The ordered quantity of {order.reference} is not published: nothing to exceed."
