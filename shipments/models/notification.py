from __future__ import annotations

import pghistory
from django.db import models

from shipments.models.case import Case
from shipments.models.choices import Certainty, certainties
from shipments.models.money import valued_together
from shipments.models.precision import known_together, precision_field
from shipments.models.source_document import SourceDocument


@pghistory.track()
class Notification(models.Model):
    """A notice of a possible sale to Congress. Not an order and not a delivery."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notifications")
    record_ref = models.CharField(max_length=40, null=True, blank=True, unique=True)
    transmittal_number = models.CharField(max_length=12, blank=True, help_text="YY-NN, as printed.")
    title = models.CharField(max_length=300)
    notified_on = models.DateField(null=True, blank=True)
    notified_on_precision = precision_field("the day of the notice")
    value = models.DecimalField(
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Estimated ceiling of a possible sale, unadjusted.",
    )
    value_currency = models.CharField(max_length=3, blank=True)
    emergency = models.BooleanField(
        null=True,
        help_text="Emergency certification waived the review period; empty when not seen.",
    )
    implementing_agency = models.CharField(max_length=80, blank=True)
    principal_contractors = models.CharField(max_length=300, blank=True, help_text="As printed.")
    major_items = models.TextField(blank=True, help_text="Major defense equipment, as printed.")
    delivery_estimate = models.CharField(max_length=120, blank=True, help_text="As printed.")
    source_kind = models.CharField(max_length=60, blank=True)
    certainty = models.CharField(
        max_length=9, choices=certainties, default=Certainty.REPORTED.value
    )
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(SourceDocument, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            known_together("notification", "notified_on"),
            valued_together("notification"),
        ]

    def __str__(self) -> str:
        return self.transmittal_number or self.record_ref or f"Notification {self.pk}"
