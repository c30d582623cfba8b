from __future__ import annotations

from django.conf import settings
from django.db import models


class CalendarAddress(models.Model):
    """The private address of a person's calendar of arrivals. Only its digest is kept."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="calendar_address"
    )
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret part.")
    made_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Calendar address of {self.owner_id}"
