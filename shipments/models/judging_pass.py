from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q


class JudgingPassQuerySet(models.QuerySet["JudgingPass"]):
    def newest_first(self) -> Self:
        return self.order_by("-finished_at", "-pk")


class JudgingPass(models.Model):
    """One run of the worker over the orders: what it looked at and what came of it."""

    as_of = models.DateField()
    full = models.BooleanField(help_text="Every open order, not only the due ones.")
    policy = models.ForeignKey("shipments.Policy", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    judged = models.IntegerField()
    raised = models.IntegerField()
    cleared = models.IntegerField()
    changed = models.IntegerField(help_text="Flags whose evidence changed.")
    live = models.IntegerField(help_text="Live flags after the pass.")

    objects = JudgingPassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__gte=models.F("started_at")),
                name="judging_pass_finishes_after_it_starts",
            ),
        ]
        indexes = [
            # Every page: when the worker last judged.
            models.Index(models.F("finished_at").desc(), name="judging_pass_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.finished_at:%Y-%m-%d %H:%M}Z: {self.judged} judged"
