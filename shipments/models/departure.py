from __future__ import annotations

from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models import marking
from shipments.models.choices import Certainty, certainties, modes
from shipments.models.place import Place


class DepartureQuerySet(models.QuerySet["Departure"]):
    def still_to_make(self, on: date) -> Self:
        """Planned, and its cut-off has not passed on that day."""
        return self.filter(cancelled_on__isnull=True, cut_off_on__gte=on)

    def soonest_first(self) -> Self:
        return self.order_by("departs_on", "pk")


@pghistory.track()
class Departure(models.Model):
    """A scheduled sailing or flight that goods can be made ready for."""

    mode = models.CharField(max_length=4, choices=modes)
    carrier = models.CharField(max_length=120)
    voyage = models.CharField(max_length=40, help_text="Voyage or flight number.")
    from_place = models.ForeignKey(Place, models.PROTECT, related_name="departures")
    to_place = models.ForeignKey(Place, models.PROTECT, related_name="arrivals")
    cut_off_on = models.DateField(help_text="Last day on which goods are taken.")
    departs_on = models.DateField()
    arrives_on = models.DateField()
    source = models.CharField(max_length=300, help_text="Who published the schedule.")
    certainty = models.CharField(
        max_length=9, choices=certainties, default=Certainty.REPORTED.value
    )
    capacity_kg = models.DecimalField(
        max_digits=12, decimal_places=3, null=True, blank=True, help_text="Gross weight, for us."
    )
    explosive_limit_kg = models.DecimalField(
        max_digits=12,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Net explosive weight that the conveyance may carry, ours and others'.",
    )
    explosive_others_kg = models.DecimalField(
        max_digits=12,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Net explosive weight of what others have aboard, as they said.",
    )
    cancelled_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DepartureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "voyage", "from_place", "departs_on"],
                name="departure_named_once",
            ),
            models.CheckConstraint(
                condition=Q(cut_off_on__lte=F("departs_on")),
                name="departure_cut_off_not_after_it_departs",
            ),
            models.CheckConstraint(
                condition=Q(arrives_on__gte=F("departs_on")),
                name="departure_arrives_not_before_it_departs",
            ),
            models.CheckConstraint(
                condition=(Q(capacity_kg__isnull=True) | Q(capacity_kg__gt=0))
                & (Q(explosive_limit_kg__isnull=True) | Q(explosive_limit_kg__gte=0))
                & (Q(explosive_others_kg__isnull=True) | Q(explosive_others_kg__gte=0)),
                name="departure_capacity_is_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(from_place=F("to_place")), name="departure_goes_somewhere_else"
            ),
        ]
        indexes = [
            # The rule misses_departure, and the form that offers what can still be made.
            models.Index("cut_off_on", "id", name="departure_by_cut_off"),
        ]
        triggers = [
            *marking.judged_again(
                marking.ON_ITS_LANE, pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.voyage}, {self.departs_on}"
