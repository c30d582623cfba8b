from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models import marking
from shipments.models.choices import modes
from shipments.models.departure import Departure
from shipments.models.disruption import Disruption
from shipments.models.place import Place
from shipments.models.shipment import Shipment
from shipments.models.triggers import refusal


class LegQuerySet(models.QuerySet["Leg"]):
    def in_force(self) -> Self:
        """Leave out those that another plan has replaced."""
        return self.filter(replaced_at__isnull=True)

    def in_sequence(self) -> Self:
        return self.order_by("sequence", "pk")


@pghistory.track()
class Leg(models.Model):
    """One stretch of a shipment's way, by one mode. Planned anew, the old one stays readable."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="legs")
    sequence = models.PositiveSmallIntegerField(help_text="1 for the first.")
    mode = models.CharField(max_length=4, choices=modes)
    from_place = models.ForeignKey(Place, models.PROTECT, related_name="legs_from")
    to_place = models.ForeignKey(Place, models.PROTECT, related_name="legs_to")
    passes = models.ManyToManyField(
        Place, blank=True, related_name="legs_through", help_text="Passages between."
    )
    carrier = models.CharField(max_length=120, blank=True)
    voyage = models.CharField(max_length=40, blank=True)
    departure = models.ForeignKey(
        Departure, models.PROTECT, null=True, blank=True, related_name="legs"
    )
    planned_departure_on = models.DateField(null=True, blank=True)
    planned_arrival_on = models.DateField(null=True, blank=True)
    distance_km = models.PositiveIntegerField(null=True, blank=True)
    distance_basis = models.CharField(max_length=160, blank=True, help_text="How it was measured.")
    because = models.CharField(
        max_length=300, blank=True, help_text="Why it was planned so, where not from the start."
    )
    disruption = models.ForeignKey(
        Disruption,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What it was planned to avoid.",
    )
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = LegQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "sequence"],
                condition=Q(replaced_at__isnull=True),
                name="leg_one_in_force_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(from_place=F("to_place")), name="leg_goes_somewhere_else"
            ),
            models.CheckConstraint(
                condition=Q(planned_departure_on__isnull=True)
                | Q(planned_arrival_on__isnull=True)
                | Q(planned_arrival_on__gte=F("planned_departure_on")),
                name="leg_planned_arrival_not_before_departure",
            ),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="leg_sequence_starts_at_1"),
        ]
        indexes = [
            # A lane that takes otherwise now: the shipments that go by it for a part of their way.
            models.Index(
                "mode",
                "from_place",
                "to_place",
                condition=Q(replaced_at__isnull=True),
                name="leg_in_force_by_lane",
            ),
        ]
        triggers = [
            *marking.computed_again(
                marking.ABOARD_ITS_SHIPMENT, pgtrigger.Insert, pgtrigger.Update
            ),
            pgtrigger.Trigger(
                name="replaced_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__replaced_at__isnull=False),
                func=refusal("leg_replaced_is_final", "plan a new leg instead"),
            ),
            pgtrigger.Trigger(
                name="never_deleted",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=refusal("leg_is_never_deleted", "plan another, and this one stays readable"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id}: {self.sequence}, {self.mode}"


class LegPassage(Leg.passes.through):  # type: ignore[misc,name-defined]  # made by Django
    """A passage that a leg goes through, under a name that triggers can be declared on."""

    class Meta:
        proxy = True
        triggers = [
            *marking.judged_again(marking.OF_ITS_LEG, pgtrigger.Insert, pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.leg_id} passes {self.place_id}"
