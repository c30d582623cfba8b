from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from shipments.models import marking
from shipments.models.case import Case
from shipments.models.choices import Certainty, certainties
from shipments.models.contractor import Contractor
from shipments.models.money import valued_together
from shipments.models.precision import known_together, precision_field
from shipments.models.source_document import SourceDocument


@pghistory.track()
class Contract(models.Model):
    """A contract with a US contractor, or the announcement of one."""

    piid = models.CharField(
        max_length=13, null=True, blank=True, unique=True, help_text="13 characters, no hyphens."
    )
    record_ref = models.CharField(max_length=40, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=80, blank=True, help_text="Kind of announcement.")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="contracts")
    contractor = models.ForeignKey(
        Contractor, models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    contractor_as_printed = models.CharField(max_length=200, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    announced_on_precision = precision_field("the day of the announcement")
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    value_currency = models.CharField(max_length=3, blank=True)
    value_note = models.CharField(max_length=300, blank=True, help_text="What the value covers.")
    description = models.TextField(blank=True)
    customer_share = models.CharField(
        max_length=300, blank=True, help_text="What part of it is for Israel, as printed."
    )
    work_places = models.CharField(max_length=300, blank=True, help_text="As printed.")
    estimated_completion_on = models.DateField(null=True, blank=True)
    estimated_completion_on_precision = precision_field("the estimated completion")
    contracting_activity = models.CharField(max_length=200, blank=True)
    rating = models.CharField(max_length=5, blank=True, help_text="DPAS rating, like DO-A6.")
    rating_delivery_on = models.DateField(null=True, blank=True)
    rating_signed_by = models.CharField(max_length=120, blank=True)
    rating_statement_included = models.BooleanField(default=False)
    source_kind = models.CharField(max_length=60, blank=True)
    certainty = models.CharField(
        max_length=9, choices=certainties, default=Certainty.REPORTED.value
    )
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(SourceDocument, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            known_together("contract", "announced_on"),
            known_together("contract", "estimated_completion_on"),
            models.CheckConstraint(
                condition=Q(piid__isnull=True) | Q(piid__regex=r"^[A-Z0-9]{13}$"),
                name="contract_piid_has_13_characters",
            ),
            valued_together("contract"),
            # A rated order is one only with all four elements.
            # Source: docs/sources.md, "DPAS".
            models.CheckConstraint(
                condition=Q(rating="")
                | (
                    Q(rating__regex=r"^D[OX]-[A-Z][0-9]$")
                    & Q(rating_delivery_on__isnull=False)
                    & ~Q(rating_signed_by="")
                    & Q(rating_statement_included=True)
                ),
                name="contract_rating_has_its_elements",
            ),
        ]
        triggers = [
            *marking.computed_again(marking.OF_ITS_CONTRACT, pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return self.piid or self.record_ref or f"Contract {self.pk}"
