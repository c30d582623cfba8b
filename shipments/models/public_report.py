from __future__ import annotations

from typing import Self

from django.db import models

from shipments.models.choices import Certainty, certainties
from shipments.models.place import Place
from shipments.models.precision import known_together, precision_field
from shipments.models.source_document import SourceDocument
from shipments.models.triggers import append_only


class PublicReportQuerySet(models.QuerySet["PublicReport"]):
    def with_place(self) -> Self:
        return self.select_related("destination").prefetch_related("sources")

    def newest_first(self) -> Self:
        return self.order_by("-happened_on", "-pk")


class PublicReport(models.Model):
    """A delivery as somebody publicly reported it. Shown, and never added to another.

    Counts of one reporter are running totals; counts of two reporters overlap.
    """

    record_ref = models.CharField(max_length=40, unique=True)
    happened_on = models.DateField(null=True, blank=True)
    happened_on_precision = precision_field("when it happened")
    mode = models.CharField(max_length=20, blank=True, help_text="As printed.")
    what = models.TextField()
    origin = models.CharField(max_length=160, blank=True, help_text="As printed.")
    destination_as_printed = models.CharField(max_length=160, blank=True)
    destination = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="public_reports"
    )
    aircraft_so_far = models.IntegerField(null=True, help_text="Running total of the reporter.")
    ships_so_far = models.IntegerField(null=True, help_text="Running total of the reporter.")
    tons_so_far = models.IntegerField(null=True, help_text="Running total of the reporter, tons.")
    count = models.IntegerField(null=True, help_text="Of this event alone, in count_unit.")
    count_unit = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=60, blank=True, help_text="As printed.")
    reported_by = models.CharField(max_length=120, blank=True)
    source_kind = models.CharField(max_length=60, blank=True)
    certainty = models.CharField(
        max_length=9, choices=certainties, default=Certainty.REPORTED.value
    )
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(SourceDocument, related_name="+")
    recorded_at = models.DateTimeField()

    objects = PublicReportQuerySet.as_manager()

    class Meta:
        constraints = [known_together("public_report", "happened_on")]
        triggers = [append_only("public_report")]

    def __str__(self) -> str:
        return self.record_ref
