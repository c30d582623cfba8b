from __future__ import annotations

from typing import Self

from django.db import models

from shipments.models.hold import Hold
from shipments.models.order import Order


class HeldOrderQuerySet(models.QuerySet["HeldOrder"]):
    def with_holds(self) -> Self:
        """Load everything that is shown of a hold, in the same query."""
        return self.select_related(
            "hold__case",
            "hold__contract",
            "hold__order",
            "hold__item",
            "hold__contractor",
            "hold__place",
            "hold__placed_by",
            "hold__release_asked_by",
        )

    def oldest_first(self) -> Self:
        return self.order_by("order_id", "hold__placed_at", "hold_id")


class HeldOrder(models.Model):
    """A view: which orders each hold in place covers. The one definition of what a hold covers.

    A hold covers an order that it names, one of its case or of that case's contracts, of its
    contract, its item or its contractor (the order's or its contract's), and one that its place
    is on the way of: on the order's lane, or at an end of a shipment of it that has not left.
    The same pair may stand in it more than once.
    """

    pk = models.CompositePrimaryKey("order_id", "hold_id")
    order = models.ForeignKey(Order, models.DO_NOTHING, db_constraint=False, related_name="held_by")
    hold = models.ForeignKey(
        Hold, models.DO_NOTHING, db_constraint=False, related_name="orders_covered"
    )

    objects = HeldOrderQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "shipments_heldorder"

    def __str__(self) -> str:
        return f"{self.order_id}, held by {self.hold_id}"
