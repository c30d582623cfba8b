from __future__ import annotations

from django.db import models
from django.db.models import Q

from shipments.models.item import Item
from shipments.models.need import Need


class Shortfall(models.Model):
    """What of an open need no delivery is expected to cover in time. Computed, recomputable."""

    need = models.OneToOneField(Need, models.CASCADE, primary_key=True, related_name="shortfall")
    item = models.ForeignKey(Item, models.CASCADE, related_name="shortfalls")
    quantity = models.BigIntegerField(help_text="Short on the day it is needed.")
    uncovered = models.BigIntegerField(help_text="Of that, what no open order covers at all.")
    covered_on = models.DateField(
        null=True, help_text="When the last of it is expected; empty while some is uncovered."
    )
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, uncovered__gte=0, uncovered__lte=models.F("quantity")),
                name="shortfall_is_of_a_quantity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.quantity} short"
