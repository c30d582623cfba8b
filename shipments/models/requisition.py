from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.models.order import Order
from shipments.models.triggers import append_only


class RequisitionQuerySet(models.QuerySet["Requisition"]):
    def newest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")


class Requisition(models.Model):
    """The requisition that began an order, as it was sent. Of several the last recorded counts.

    What is asked about the order later repeats it column by column.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="requisitions")
    record = models.CharField(max_length=80, help_text="80 columns; blanks at its end may lack.")
    source = models.CharField(max_length=120, help_text="Where we have it from.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RequisitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(record=""), name="requisition_is_not_empty"),
        ]
        triggers = [append_only("requisition")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.record[:3]}"
