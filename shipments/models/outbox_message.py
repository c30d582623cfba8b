from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.models import marking
from shipments.models.contact import Contact


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def waiting(self) -> Self:
        return self.filter(sent_at__isnull=True, refused_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-written_at", "-pk")


class OutboxMessage(models.Model):
    """A mail that was decided on, and what became of it.

    Written in the transaction of the decision; sent by the worker, again until a server took it.
    """

    message_id = models.CharField(
        max_length=120, unique=True, help_text="Its Message-ID, the same however often it is sent."
    )
    to_name = models.CharField(max_length=120, blank=True)
    to_address = models.EmailField()
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    not_before = models.DateTimeField(help_text="Not to be sent, or tried again, before this.")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When a server took it.")
    refused_at = models.DateTimeField(null=True, blank=True, help_text="Given up on, or bounced.")
    refusal = models.CharField(max_length=500, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, refusal="")
                | (Q(refused_at__isnull=False) & ~Q(refusal="")),
                name="outbox_message_refused_with_a_reason",
            ),
        ]
        indexes = [
            # The sender: what to send next.
            models.Index(
                "not_before",
                "id",
                condition=Q(sent_at__isnull=True, refused_at__isnull=True),
                name="outbox_message_waiting",
            ),
            # The rule undelivered.
            models.Index(
                "refused_at",
                condition=Q(refused_at__isnull=False),
                name="outbox_message_refused",
            ),
            # The page of sent mail.
            models.Index("written_at", "id", name="outbox_message_by_written_at"),
        ]
        triggers = [
            *marking.judged_again(marking.OF_ITS_MAIL, pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.to_address}: {self.subject}"
