from __future__ import annotations

from django.db import models

from shipments.models.outbox_message import OutboxMessage


class OutboxAttachment(models.Model):
    """A file that goes with a mail: a MILSTRIP record, a data sheet."""

    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
