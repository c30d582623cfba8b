"""Refusing what a hold forbids, before the database does."""

from __future__ import annotations

from collections.abc import Collection

from shipments.compliance import covered
from shipments.models import Order
from shipments.services.refusal import Problem, Refused


class Held(Refused):
    """A hold covers an order: it is not sped up until the hold is lifted."""


def refuse(orders: Collection[Order]) -> None:
    """Ask with the orders' rows locked, in the transaction of the write.

    :raises Held: a hold in place covers one of them; names the hold of each, its basis and who
        can lift it.
    """
    held = covered.holds_on([order.pk for order in orders])
    problems = [
        Problem("", covered.because([order.pk]), "held") for order in orders if order.pk in held
    ]
    if problems:
        raise Held(problems)
