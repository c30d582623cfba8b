from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models import marking
from shipments.models.choices import modes
from shipments.models.place import Place
from shipments.models.triggers import refusal

if TYPE_CHECKING:
    from shipments.models.user import User


class ShipmentQuerySet(models.QuerySet["Shipment"]):
    def visible_to(self, user: User) -> Self:
        """A contractor's user sees a shipment that carries one of its own orders."""
        if user.is_contractors:
            own = Shipment.objects.filter(lines__order__contractor_id=user.own_contractor_id)
            return self.filter(pk__in=own.values("pk"))
        return self

    def standing_live(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-logged_at", "-pk")


@pghistory.track()
class Shipment(models.Model):
    """Goods that move together under one transportation control number."""

    tcn = models.CharField(max_length=17, unique=True, help_text="17 characters, no spaces.")
    mode = models.CharField(max_length=4, choices=modes)
    carrier = models.CharField(max_length=120, blank=True)
    voyage = models.CharField(max_length=40, blank=True, help_text="Voyage or flight number.")
    from_place = models.ForeignKey(Place, models.PROTECT, related_name="shipments_from")
    to_place = models.ForeignKey(Place, models.PROTECT, related_name="shipments_to")
    planned_departure_on = models.DateField(null=True, blank=True)
    planned_arrival_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tcn__regex=r"^[A-Z0-9]{17}$"), name="shipment_tcn_has_17_characters"
            ),
            models.CheckConstraint(
                condition=Q(planned_departure_on__isnull=True)
                | Q(planned_arrival_on__isnull=True)
                | Q(planned_arrival_on__gte=F("planned_departure_on")),
                name="shipment_planned_arrival_not_before_departure",
            ),
            models.CheckConstraint(
                condition=~Q(from_place=F("to_place")), name="shipment_goes_somewhere_else"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_because="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_because="")),
                name="shipment_cancelled_with_a_reason",
            ),
        ]
        indexes = [
            # The shipments list, newest first, paged by (logged_at, id).
            models.Index(F("logged_at").desc(), F("id").desc(), name="shipment_newest_first"),
        ]
        triggers = [
            *marking.computed_again(marking.ABOARD, pgtrigger.Update),
            # Coming back from cancelled would bring its lines back past every check.
            pgtrigger.Trigger(
                name="cancelled_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("cancelled_at"),
                condition=pgtrigger.Q(old__cancelled_at__isnull=False),
                func=refusal("shipment_cancelled_is_final", "log a new shipment instead"),
            ),
        ]

    def __str__(self) -> str:
        return self.tcn
