from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.models.choices import urgencies
from shipments.models.order import Order
from shipments.models.triggers import append_only


class PriorityChangeQuerySet(models.QuerySet["PriorityChange"]):
    def oldest_first(self) -> Self:
        return self.order_by("at", "pk")


class PriorityChange(models.Model):
    """An order's priority or urgency was changed: who, from what to what, and why."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="priority_changes")
    designator_before = models.SmallIntegerField(null=True, blank=True)
    designator_after = models.SmallIntegerField(null=True, blank=True)
    urgency_before = models.CharField(max_length=9, choices=urgencies)
    urgency_after = models.CharField(max_length=9, choices=urgencies)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PriorityChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="priority_change_has_a_reason"),
        ]
        indexes = [models.Index("order", "at", "id", name="priority_change_by_order")]
        triggers = [append_only("priority_change")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.designator_after or self.urgency_after}"
