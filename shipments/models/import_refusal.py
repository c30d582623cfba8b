from __future__ import annotations

from typing import Self

from django.db import models

from shipments.models.import_batch import ImportBatch


class ImportRefusalQuerySet(models.QuerySet["ImportRefusal"]):
    def in_order(self) -> Self:
        return self.order_by("line", "pk")


class ImportRefusal(models.Model):
    """What is wrong with a line of a file. A line may have several."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="refusals", db_index=False)
    line = models.BigIntegerField(help_text="From 1, headings and empty lines counted.")
    position = models.CharField(
        max_length=12,
        blank=True,
        help_text="Column of a record, like 25; cell of a sheet, like C7.",
    )
    field = models.CharField(max_length=60, blank=True)
    found = models.CharField(max_length=200, blank=True, help_text="What stands there, cut short.")
    expected = models.CharField(max_length=300, help_text="What is wrong and what would be right.")
    code = models.CharField(max_length=40)
    text = models.TextField(help_text="The line as it was sent; of a sheet, its cells as CSV.")

    objects = ImportRefusalQuerySet.as_manager()

    class Meta:
        indexes = [
            # A batch's refusals in the order of its lines, paged by (line, id).
            models.Index("batch", "line", "id", name="import_refusal_by_line"),
            # How many of each, and the list of one.
            models.Index("batch", "code", "line", "id", name="import_refusal_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}, line {self.line}: {self.code}"
