from __future__ import annotations

from django.db import models
from django.db.models import Q


class NettedDay(models.Model):
    """The last day by whose date the coverage netted every item. One row at most."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    as_of = models.DateField()
    netted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="netted_day_is_one_row")]

    def __str__(self) -> str:
        return f"{self.as_of}"
