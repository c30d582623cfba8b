from __future__ import annotations

import pgtrigger
from django.db import models

from shipments.models import marking
from shipments.models.order import Order
from shipments.models.outbox_message import OutboxMessage


class OutboxOrder(models.Model):
    """An order that a mail is about. The rule undelivered reads it."""

    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="about")
    order = models.ForeignKey(Order, models.PROTECT, related_name="messages_about")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "order"], name="outbox_order_named_once"),
        ]
        triggers = [
            *marking.judged_again(marking.ITS_ORDER, pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} about {self.order_id}"
