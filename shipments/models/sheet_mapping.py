from __future__ import annotations

from django.conf import settings
from django.db import models

from shipments.models.choices import import_kinds


class SheetMapping(models.Model):
    """Which heading of a sender's sheets is which field, as a person confirmed it."""

    sender = models.CharField(max_length=120)
    kind = models.CharField(max_length=11, choices=import_kinds)
    headings = models.CharField(max_length=64, help_text="SHA-256 of the headings, in order.")
    mapping = models.JSONField(help_text="Field by heading.")
    date_order = models.CharField(max_length=3, blank=True)
    decimal_mark = models.CharField(max_length=1, blank=True, default="", db_default="")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "kind", "headings"], name="sheet_mapping_once_per_sender"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.kind}"
