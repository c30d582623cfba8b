from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models.contact import Contact
from shipments.models.order import Order


class AnswerLink(models.Model):
    """A contact's way in to answer for some orders, without an account, until a moment.

    The address carries this key, signed. It may be used again until it expires or is revoked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="answer_links")
    orders = models.ManyToManyField(Order, related_name="answer_links")
    call = models.UUIDField(null=True, blank=True, help_text="The call that it was sent with.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="answer_link_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} until {self.expires_at:%Y-%m-%d %H:%M}Z"
