from __future__ import annotations

from django.conf import settings
from django.db import models

from shipments.models.outbox_message import OutboxMessage


class Digest(models.Model):
    """The one mail of a day to one person. The row is there before the mail, so never two."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    on = models.DateField()
    message = models.ForeignKey(
        OutboxMessage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty on a day with nothing to tell.",
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "on"], name="digest_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.on}"
