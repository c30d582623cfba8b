from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models import marking
from shipments.models.choices import modes
from shipments.models.place import Place


class LaneQuerySet(models.QuerySet["Lane"]):
    def with_places(self) -> Self:
        return self.select_related("from_place", "to_place")

    def by_places(self) -> Self:
        return self.order_by("mode", "from_place__code", "to_place__code")


@pghistory.track()
class Lane(models.Model):
    """A way that goods go: from a place to a place by one mode, and what it passes.

    Its planning figure stands in until enough shipments have gone that way; see LaneRecord.
    """

    mode = models.CharField(max_length=4, choices=modes)
    from_place = models.ForeignKey(Place, models.PROTECT, related_name="lanes_from")
    to_place = models.ForeignKey(Place, models.PROTECT, related_name="lanes_to")
    passes = models.ManyToManyField(
        Place, blank=True, related_name="lanes_through", help_text="Passages and stops between."
    )
    planning_days = models.PositiveSmallIntegerField(
        help_text="Calendar days from departure to arrival, as planned."
    )
    note = models.CharField(max_length=300, blank=True, help_text="What the figure rests on.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LaneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mode", "from_place", "to_place"], name="lane_one_per_mode_and_places"
            ),
            models.CheckConstraint(
                condition=~Q(from_place=F("to_place")), name="lane_goes_somewhere_else"
            ),
            models.CheckConstraint(
                condition=Q(planning_days__gte=1, planning_days__lte=365),
                name="lane_planning_days_from_1_to_365",
            ),
        ]
        triggers = [
            *marking.computed_again(marking.ON_ITS_LANE, pgtrigger.Insert, pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.from_place_id} to {self.to_place_id} by {self.mode}"


class LanePassage(Lane.passes.through):  # type: ignore[misc,name-defined]  # made by Django
    """A place that a lane passes, under a name that triggers can be declared on."""

    class Meta:
        proxy = True
        triggers = [
            *marking.computed_again(marking.BY_ITS_LANE, pgtrigger.Insert, pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.lane_id} passes {self.place_id}"
