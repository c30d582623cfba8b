from __future__ import annotations

from django.db import models
from django.db.models import Q

from shipments.models.need import Need
from shipments.models.order import Order


class PullForward(models.Model):
    """How much of a shortfall one routine order closes if it comes by the needed day. Computed."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="pulls_forward")
    need = models.ForeignKey(Need, models.CASCADE, related_name="pulls_forward")
    quantity = models.BigIntegerField(help_text="Of the shortfall, in the item's unit.")
    expected_on = models.DateField(null=True, help_text="As things stand; empty when not known.")
    needed_on = models.DateField()
    days = models.IntegerField(
        null=True, help_text="By which it must come sooner; empty when not known."
    )
    is_substitute = models.BooleanField(default=False, help_text="The order is for another item.")
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "need"], name="pull_forward_one_per_need"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="pull_forward_closes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} for {self.need_id}: {self.quantity}"
