from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.models.choices import ExpediteState, expedite_states
from shipments.models.order import Order


class ExpediteQuerySet(models.QuerySet["Expedite"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


@pghistory.track()
class Expedite(models.Model):
    """The follow-up of one order, in the hands of one person from taking up to closing."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="expedites")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="expedites")
    state = models.CharField(
        max_length=9, choices=expedite_states, default=ExpediteState.OPEN.value
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    objects = ExpediteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(closed_at__isnull=True),
                name="expedite_one_open_per_order",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="expedite_closed_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.state}"
