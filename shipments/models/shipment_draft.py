from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models


class ShipmentDraftQuerySet(models.QuerySet["ShipmentDraft"]):
    def newest_first(self) -> Self:
        return self.order_by("-saved_at", "pk")


class ShipmentDraft(models.Model):
    """What somebody has typed of a shipment and not logged yet. Only its owner sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="shipment_drafts"
    )
    typed = models.JSONField(help_text="The fields of the form, as typed.")
    saved_at = models.DateTimeField()

    objects = ShipmentDraftQuerySet.as_manager()

    class Meta:
        indexes = [
            # The owner's own, the last one first.
            models.Index("owner", models.F("saved_at").desc(), name="shipment_draft_by_owner"),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.owner_id}, {self.saved_at}"
