from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.domain.priorities import Urgency
from shipments.models import marking
from shipments.models.choices import urgencies
from shipments.models.item import Item


class NeedQuerySet(models.QuerySet["Need"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def soonest_first(self) -> Self:
        return self.order_by("needed_on", "pk")


@pghistory.track()
class Need(models.Model):
    """What the receiver asked for. An emergency request is a need of emergency urgency."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="needs")
    quantity = models.BigIntegerField(help_text="In the item's unit.")
    needed_on = models.DateField()
    urgency = models.CharField(max_length=9, choices=urgencies, default=Urgency.ROUTINE.value)
    reference = models.CharField(max_length=60, blank=True, help_text="The receiver's own number.")
    stated_by = models.CharField(max_length=120)
    stated_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True, help_text="Met or withdrawn.")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="need_quantity_is_positive"),
        ]
        indexes = [
            # The rule outgrown_routine: open emergency needs of an item.
            models.Index(
                "item",
                "needed_on",
                condition=Q(closed_on__isnull=True),
                name="need_open_by_item",
            ),
        ]
        triggers = [
            *marking.netted_again(
                "SELECT item_id FROM touched", pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete
            ),
            *marking.judged_again(
                marking.ROUTINE_OF_ITS_ITEM, pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference or self.pk}: {self.quantity} by {self.needed_on}"
