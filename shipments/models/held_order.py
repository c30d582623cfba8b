from __future__ import annotations

from django.db import models

from shipments.models.hold import Hold
from shipments.models.order import Order


class HeldOrder(models.Model):
    """A view: which orders each hold in place covers. The one definition of what a hold covers."""

    pk = models.CompositePrimaryKey("order_id", "hold_id")
    order = models.ForeignKey(Order, models.DO_NOTHING, db_constraint=False, related_name="held_by")
    hold = models.ForeignKey(
        Hold, models.DO_NOTHING, db_constraint=False, related_name="orders_covered"
    )

    class Meta:
        managed = False
        db_table = "shipments_heldorder"

    def __str__(self) -> str:
        return f"{self.order_id}, held by {self.hold_id}"
