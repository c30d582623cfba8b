from __future__ import annotations

from typing import Self

import pghistory
from django.db import models

from shipments.models.source_document import SourceDocument


class ContractorQuerySet(models.QuerySet["Contractor"]):
    def with_most_orders_first(self) -> Self:
        """Possible sales count; ties by key."""
        return self.annotate(order_count=models.Count("orders")).order_by("-order_count", "pk")


@pghistory.track()
class Contractor(models.Model):
    """One site of a US company that makes or supplies what is ordered."""

    name = models.CharField(max_length=160)
    city = models.CharField(max_length=80, blank=True, help_text="Empty when not stated.")
    state = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=60, blank=True)
    cage_code = models.CharField(max_length=5, blank=True)
    makes = models.CharField(max_length=200, blank=True, help_text="What it supplies, as stated.")
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(SourceDocument, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ContractorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "city"], name="contractor_one_row_per_site"),
            models.CheckConstraint(
                condition=models.Q(cage_code="") | models.Q(cage_code__regex=r"^[0-9A-Z]{5}$"),
                name="contractor_cage_code_has_5_characters",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}" if self.city else self.name
