from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.domain.discrepancy import DiscrepancyKind
from shipments.models import accounting, marking
from shipments.models.choices import discrepancy_kinds
from shipments.models.done import done_by_somebody
from shipments.models.order import Order
from shipments.models.shipment_line import ShipmentLine
from shipments.models.triggers import items_due, refusal

if TYPE_CHECKING:
    from shipments.models.user import User


class DiscrepancyQuerySet(models.QuerySet["Discrepancy"]):
    def visible_to(self, user: User) -> Self:
        """As ``Order.objects.visible_to``."""
        return self.filter(line__order__in=Order.objects.visible_to(user))

    def standing(self) -> Self:
        """Leave out what was withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def open(self) -> Self:
        return self.standing().filter(settled_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")


@pghistory.track()
class Discrepancy(models.Model):
    """How what came differs from what was shipped: reported, then settled or withdrawn."""

    line = models.ForeignKey(ShipmentLine, models.PROTECT, related_name="discrepancies")
    kind = models.CharField(max_length=12, choices=discrepancy_kinds)
    quantity = models.BigIntegerField(help_text="In the order's unit.")
    to_replace = models.BigIntegerField(
        help_text="How much of it is still to be shipped for the order; it is left to ship again."
    )
    number = models.CharField(
        max_length=24, unique=True, help_text="A letter, four digits, country and case."
    )
    found_on = models.DateField(help_text="The day, local to the place.")
    report_by = models.DateField(
        null=True, blank=True, help_text="Last day of the window for a report."
    )
    wrong_item = models.CharField(max_length=400, blank=True, help_text="What came instead.")
    operation = models.UUIDField(
        null=True,
        blank=True,
        help_text="Made where it was entered, so that once sent is once kept.",
    )
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settlement = models.CharField(max_length=300, blank=True, default="", db_default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=300, blank=True, default="", db_default="")

    objects = DiscrepancyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="discrepancy_quantity_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(to_replace__gte=0, to_replace__lte=F("quantity"))
                & (~Q(kind=DiscrepancyKind.OVERAGE.value) | Q(to_replace=0)),
                name="discrepancy_replaces_no_more_than_it_is",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in DiscrepancyKind]),
                name="discrepancy_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["operation"],
                condition=Q(operation__isnull=False),
                name="discrepancy_operation_recorded_once",
            ),
            done_by_somebody("discrepancy", "settled"),
            done_by_somebody("discrepancy", "withdrawn"),
            models.CheckConstraint(
                condition=(Q(settled_at__isnull=True) | ~Q(settlement=""))
                & (Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because="")),
                name="discrepancy_ends_with_a_reason",
            ),
        ]
        indexes = [
            # What is open, which the receiver and the case manager work through.
            models.Index(
                "report_by",
                "id",
                condition=Q(settled_at__isnull=True, withdrawn_at__isnull=True),
                name="discrepancy_open",
            ),
        ]
        triggers = [
            *marking.computed_again(marking.OF_ITS_LINE, pgtrigger.Insert, pgtrigger.Update),
            # What is still to come of a line is in no column of its order's standing.
            pgtrigger.Trigger(
                name="moved_supply_is_netted",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=items_due(
                    """
                    SELECT o.item_id FROM shipments_shipmentline AS line
                      JOIN shipments_order AS o ON o.id = line.order_id WHERE line.id = NEW.line_id
                    """
                ),
            ),
            pgtrigger.Trigger(
                name="never_deleted",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=refusal("discrepancy_is_never_deleted", "withdraw it, and it stays readable"),
            ),
            pgtrigger.Trigger(
                name="withdrawn_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
                func=refusal("discrepancy_withdrawn_is_final", "report it anew"),
            ),
            pgtrigger.Trigger(
                name="says_what_was_reported",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("line", "kind", "quantity", "number", "operation"),
                func=refusal("discrepancy_says_what_was_reported", "withdraw it, report another"),
            ),
            # Whatever stands must add up: what came and what did not are what was shipped, and
            # what is no longer to be replaced is no longer left to ship.
            pgtrigger.Trigger(
                name="adds_up",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[*accounting.DECLARED, ("ceiling", "bigint"), ("shipped", "bigint")],
                func=f"""
                {accounting.read("NEW.line_id")}
                IF received + short > aboard + over THEN
                    {refusal("discrepancy_not_more_than_shipped", "more than the line holds")}
                END IF;
                IF TG_OP = 'UPDATE' THEN
                    SELECT o.quantity + o.accepted_overage INTO ceiling
                      FROM shipments_order o WHERE o.id = of_order FOR NO KEY UPDATE;
                    SELECT sum(line.quantity - coalesce(missing.quantity, 0)) INTO shipped
                      FROM shipments_shipmentline line
                      JOIN shipments_shipment shipment ON shipment.id = line.shipment_id
                      LEFT JOIN LATERAL (
                           SELECT sum(d.to_replace) AS quantity FROM shipments_discrepancy d
                            WHERE d.line_id = line.id AND d.withdrawn_at IS NULL) AS missing ON true
                     WHERE line.order_id = of_order AND shipment.cancelled_at IS NULL;
                    IF shipped > ceiling THEN
                        {refusal("discrepancy_already_replaced", "its replacement has shipped")}
                    END IF;
                END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind} of {self.quantity}"
