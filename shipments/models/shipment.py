from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models import marking
from shipments.models.choices import modes
from shipments.models.departure import Departure
from shipments.models.done import done_by_somebody
from shipments.models.place import Place
from shipments.models.triggers import refusal, refused_while_held

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
    departure = models.ForeignKey(
        Departure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shipments",
        help_text="The scheduled sailing or flight that takes it.",
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_into"
    )
    gross_weight_kg = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    cube_m3 = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    containers = models.PositiveSmallIntegerField(null=True, blank=True)
    # Segregation that no table clears by itself is cleared by a person, for the load as it was.
    load_cleared_at = models.DateTimeField(null=True, blank=True)
    load_cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    load_cleared_because = models.CharField(max_length=300, blank=True, default="", db_default="")
    load_cleared = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="Digest of that load."
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
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
            done_by_somebody("shipment", "load_cleared"),
            done_by_somebody("shipment", "ready"),
            done_by_somebody("shipment", "released"),
            done_by_somebody("shipment", "closed"),
            models.CheckConstraint(
                condition=(Q(gross_weight_kg__isnull=True) | Q(gross_weight_kg__gt=0))
                & (Q(cube_m3__isnull=True) | Q(cube_m3__gt=0)),
                name="shipment_weight_and_cube_are_positive",
            ),
        ]
        indexes = [
            # The shipments list, newest first, paged by (logged_at, id).
            models.Index(F("logged_at").desc(), F("id").desc(), name="shipment_newest_first"),
            # The same list of one mode, carrier or end of the way.
            models.Index(
                "mode", F("logged_at").desc(), F("id").desc(), name="shipment_newest_by_mode"
            ),
            models.Index(
                "carrier", F("logged_at").desc(), F("id").desc(), name="shipment_newest_by_carrier"
            ),
            models.Index(
                "from_place", F("logged_at").desc(), F("id").desc(), name="shipment_newest_by_from"
            ),
            models.Index(
                "to_place", F("logged_at").desc(), F("id").desc(), name="shipment_newest_by_to"
            ),
            # Those that left without a release on record, among which most have yet to leave.
            models.Index(
                F("logged_at").desc(),
                F("id").desc(),
                condition=Q(released_at__isnull=True, cancelled_at__isnull=True),
                name="shipment_not_released",
            ),
        ]
        triggers = [
            *marking.computed_again(marking.ABOARD, pgtrigger.Update),
            # Who released it answers for what no hold covered at that moment.
            pgtrigger.Trigger(
                name="not_released_while_held",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("released_at"),
                condition=pgtrigger.Condition(
                    "NEW.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at"
                ),
                declare=[("aboard", "bigint[]")],
                func=f"""
                SELECT array_agg(DISTINCT line.order_id) INTO aboard
                  FROM shipments_shipmentline line WHERE line.shipment_id = NEW.id;
                {refused_while_held("shipment_not_released_while_held", "aboard")}
                IF NEW.cancelled_at IS NOT NULL THEN
                    {refusal("shipment_cancelled_is_not_released", "log a new shipment instead")}
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="not_logged_released_while_held",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__released_at__isnull=False),
                func=refusal("shipment_released_after_it_is_logged", "log it, then release it"),
            ),
            pgtrigger.Trigger(
                name="not_cancelled_after_receipt",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("cancelled_at"),
                condition=pgtrigger.Q(new__cancelled_at__isnull=False),
                func=f"""
                PERFORM 1 FROM shipments_receipt r
                   JOIN shipments_shipmentline line ON line.id = r.line_id
                  WHERE line.shipment_id = NEW.id AND r.retracts_id IS NULL
                    AND NOT EXISTS (SELECT FROM shipments_receipt back WHERE back.retracts_id = r.id);
                IF FOUND THEN
                    {refusal("shipment_received_is_not_cancelled", "retract its receipts first")}
                END IF;
                RETURN NEW;
                """,
            ),
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
