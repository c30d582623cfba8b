from __future__ import annotations

from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models import marking
from shipments.models.choices import Certainty, Passability, certainties, passabilities
from shipments.models.done import done_by_somebody
from shipments.models.lane import Lane
from shipments.models.place import Place
from shipments.models.precision import known_together, precision_field
from shipments.models.source_document import SourceDocument


class DisruptionQuerySet(models.QuerySet["Disruption"]):
    def in_force(self, on: date) -> Self:
        """Begun by that day and not known to have ended before it. What says open closes nothing."""
        return (
            self.standing()
            .filter(starts_on__lte=on)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
            .exclude(passability=Passability.OPEN.value)
        )

    def standing(self) -> Self:
        """Leave out what was withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-starts_on", "-pk")


@pghistory.track()
class Disruption(models.Model):
    """A place, passage or supply that is closed, restricted or held up for a time.

    Two reports that contradict each other may both stand, each with its source.
    """

    kind = models.CharField(max_length=60, help_text="As reported.")
    what = models.TextField()
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="disruptions"
    )
    lane = models.ForeignKey(
        Lane, models.PROTECT, null=True, blank=True, related_name="disruptions"
    )
    place_as_printed = models.CharField(max_length=160, blank=True)
    effect = models.CharField(max_length=300, blank=True, help_text="On deliveries, as reported.")
    passability = models.CharField(
        max_length=10,
        choices=passabilities,
        default=Passability.RESTRICTED.value,
        db_default=Passability.RESTRICTED.value,
        help_text="What the report says of it; open contradicts another report.",
    )
    source = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="Who or what says so."
    )
    reported_at = models.DateTimeField(null=True, blank=True, help_text="When they said it, UTC.")
    starts_on = models.DateField()
    starts_on_precision = precision_field("its beginning")
    ends_on = models.DateField(null=True, blank=True, help_text="Empty while not known to be over.")
    ends_on_precision = precision_field("its end")
    source_kind = models.CharField(max_length=60, blank=True)
    certainty = models.CharField(
        max_length=9, choices=certainties, default=Certainty.REPORTED.value
    )
    record_ref = models.CharField(max_length=40, null=True, blank=True, unique=True)
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(SourceDocument, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=300, blank=True, default="", db_default="")

    objects = DisruptionQuerySet.as_manager()

    class Meta:
        constraints = [
            known_together("disruption", "starts_on"),
            known_together("disruption", "ends_on"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="disruption_ends_not_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(passability__in=[each.value for each in Passability]),
                name="disruption_passability_is_known",
            ),
            done_by_somebody("disruption", "withdrawn"),
        ]
        triggers = [
            *marking.judged_again(
                marking.DISRUPTED, pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_ref or self.pk}: {self.kind}"
