from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models import marking
from shipments.models.item import Item


@pghistory.track()
class Substitute(models.Model):
    """An item that the receiver accepts in place of another, one way only."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="substitutes")
    accepted = models.ForeignKey(Item, models.PROTECT, related_name="stands_in_for")
    rank = models.PositiveSmallIntegerField(help_text="1 is asked first.")
    source = models.CharField(max_length=300, help_text="Who accepted it, and where it says so.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "accepted"], name="substitute_named_once"),
            models.UniqueConstraint(fields=["item", "rank"], name="substitute_one_per_rank"),
            models.CheckConstraint(
                condition=~Q(item=F("accepted")), name="substitute_is_another_item"
            ),
        ]
        triggers = [
            *marking.netted_again(
                "SELECT item_id FROM touched UNION SELECT accepted_id FROM touched",
                pgtrigger.Insert,
                pgtrigger.Update,
                pgtrigger.Delete,
            ),
            *marking.judged_again(
                marking.ROUTINE_OF_ITS_ITEM, pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accepted_id} for {self.item_id}"
