from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from shipments.models.choices import CaseStage, case_stages
from shipments.models.money import valued_together


@pghistory.track()
class Case(models.Model):
    """An FMS case or a direct commercial sale: the authority under which orders stand."""

    case_id = models.CharField(
        max_length=8, null=True, blank=True, unique=True, help_text="IS-B-ZMI; empty if not public."
    )
    title = models.CharField(max_length=300)
    implementing_agency = models.CharField(max_length=80, blank=True, help_text="As printed.")
    stage = models.CharField(max_length=16, choices=case_stages, default=CaseStage.REQUESTED.value)
    value = models.DecimalField(
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Estimated ceiling, in value_currency of the day, unadjusted.",
    )
    value_currency = models.CharField(max_length=3, blank=True)
    record_ref = models.CharField(
        max_length=40, null=True, blank=True, unique=True, help_text="Its row in the public record."
    )
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case_id__isnull=True)
                | Q(case_id__regex=r"^[A-Z0-9]{2}-[A-Z]-[A-Z0-9]{3}$"),
                name="case_id_is_customer_agency_designator",
            ),
            valued_together("case"),
        ]

    def __str__(self) -> str:
        return self.case_id or self.record_ref or f"Case {self.pk}"
