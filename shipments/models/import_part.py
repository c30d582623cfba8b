from __future__ import annotations

from typing import Self

from django.db import models

from shipments.models.import_batch import ImportBatch


class ImportPartQuerySet(models.QuerySet["ImportPart"]):
    def in_order(self) -> Self:
        return self.order_by("number")


class ImportPart(models.Model):
    """A piece of a file's bytes, so that no process has to hold the whole of it."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField(help_text="From 0.")
    content = models.BinaryField()

    objects = ImportPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"
