from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from shipments.models.import_batch import ImportBatch


class UnmatchedRecordQuerySet(models.QuerySet["UnmatchedRecord"]):
    def waiting(self) -> Self:
        return self.filter(applied_at__isnull=True)

    def oldest_first(self) -> Self:
        return self.order_by("reported_at", "pk")


class UnmatchedRecord(models.Model):
    """A MILSTRIP record about an order that nobody has recorded yet. Applied when it is."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="unmatched_records")
    line = models.BigIntegerField()
    document_number = models.CharField(max_length=14)
    text = models.CharField(max_length=80, help_text="The record as received.")
    profile = models.CharField(max_length=9, blank=True)
    reported_at = models.DateTimeField(help_text="That of its batch.")
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = UnmatchedRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            # The same record of the same moment again is no second one.
            models.UniqueConstraint(
                fields=["document_number", "text", "reported_at", "profile"],
                name="unmatched_record_once",
            ),
        ]
        indexes = [
            models.Index(
                "document_number",
                condition=Q(applied_at__isnull=True),
                name="unmatched_record_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_number}: {self.text[:3]}"
