"""What could gain days on the orders of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shipments import expedite
from shipments.expedite.parameters import LimitMissing
from shipments.models import Policy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shipments.expedite import Savings


def of(order_ids: Sequence[int], *, on: date) -> dict[int, Savings]:
    """What each lever would gain, by order, the best first. Two queries, however many orders.

    Nothing where the policy lacks a limit that a lever asks for: the page is shown all the same.
    """
    if not order_ids:
        return {}
    try:
        return expedite.savings(order_ids, as_of=on, policy=Policy.objects.in_force())
    except LimitMissing:
        return {}
