from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from shipments.models.judged import Judged
from shipments.models.order import Order


class DueOrderQuerySet(models.QuerySet["DueOrder"]):
    def everything(self) -> Self:
        """The entries that ask for every open order."""
        return self.filter(order__isnull=True)


class DueOrder(Judged):
    """The judging engine's list of work: an order that changed since it was last judged.

    Only added to, in the transaction of the change; the pass that has judged the order takes
    away the entries that it saw, so one that commits meanwhile stays for the next pass. An
    order may be on it more than once.

    The entry of an order whose standing has just been computed says what the rules read of it,
    if it is to be judged at all. The newest of them holds as long as every entry of the order
    says so: an entry of any other change does not, and then the order is looked up.
    """

    # No constraint, and an index of the stale alone: the rest is read whole, and an entry of no
    # order asks for nothing.
    order = models.ForeignKey(
        Order,
        models.CASCADE,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Empty for every open order.",
    )
    is_stale = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Its standing has not been computed again since the change.",
    )
    marked_at = models.DateTimeField()

    objects = DueOrderQuerySet.as_manager()

    class Meta:
        indexes = [
            # Recomputing takes the stale ones up by key, a few thousand at a time.
            models.Index("order", condition=Q(is_stale=True), name="due_order_stale"),
            # Every pass asks whether all are to be judged, and reads no other entry for that.
            models.Index("is_stale", condition=Q(order__isnull=True), name="due_order_of_all"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id or 'every order'}, {self.marked_at:%Y-%m-%d %H:%M}Z"
