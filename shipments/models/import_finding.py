from __future__ import annotations

from typing import Self

from django.db import models

from shipments.models.choices import import_outcomes
from shipments.models.import_batch import ImportBatch


class ImportFindingQuerySet(models.QuerySet["ImportFinding"]):
    def in_order(self) -> Self:
        return self.order_by("line", "pk")


class ImportFinding(models.Model):
    """What a line of a file would do, found by a trial. A real run takes the place of them."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="findings", db_index=False)
    line = models.BigIntegerField()
    outcome = models.CharField(max_length=9, choices=import_outcomes)
    subject = models.CharField(
        max_length=120, help_text="Order, shipment, item: as people call it."
    )
    changes = models.JSONField(help_text="By field: before and after.", default=dict)

    objects = ImportFindingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("batch", "outcome", "line", "id", name="import_finding_by_line"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}, line {self.line}: {self.outcome}"
