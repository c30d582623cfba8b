from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from shipments.models import accounting, marking
from shipments.models.order import Order
from shipments.models.package import Package
from shipments.models.place import Place
from shipments.models.shipment_line import ShipmentLine
from shipments.models.triggers import (
    append_only,
    items_due,
    items_of,
    refusal,
    refused_while_held,
)

if TYPE_CHECKING:
    from shipments.models.user import User


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, user: User) -> Self:
        """As ``Order.objects.visible_to``."""
        return self.filter(line__order__in=Order.objects.visible_to(user))

    def standing(self) -> Self:
        """Leave out what was retracted, and the retractions themselves."""
        retracted = Receipt.objects.filter(retracts_id=OuterRef("pk"))
        return self.filter(~Exists(retracted), retracts__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")


class Receipt(models.Model):
    """A quantity of a line that came, as the receiver counted it. Retracted, never edited."""

    line = models.ForeignKey(ShipmentLine, models.PROTECT, related_name="receipts")
    package = models.ForeignKey(
        Package, models.PROTECT, null=True, blank=True, related_name="receipts"
    )
    quantity = models.BigIntegerField(help_text="Right item, counted, in the order's unit.")
    received_on = models.DateField(help_text="The day, local to the place.")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    operation = models.UUIDField(
        null=True,
        blank=True,
        help_text="Made where it was entered, so that once sent is once kept.",
    )
    source = models.CharField(max_length=120, help_text="Who or what says so.")
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    retracts = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="retracted_by"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was retracted.")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="receipt_quantity_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(retracts__isnull=True) | ~Q(reason=""),
                name="receipt_retracted_with_a_reason",
            ),
            # One scan may receive several lines of one package.
            models.UniqueConstraint(
                fields=["operation", "line"],
                condition=Q(operation__isnull=False),
                name="receipt_operation_recorded_once",
            ),
        ]
        triggers = [
            append_only("receipt"),
            # What was counted tells that the whole shipment has arrived.
            *marking.computed_again(marking.ABOARD_WITH_ITS_LINE, pgtrigger.Insert),
            # What is still to come of a line, and when, is in no column of its order's standing.
            pgtrigger.Trigger(
                name="moved_supply_is_netted",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),
                func=items_due(
                    items_of(
                        """
                    SELECT other.order_id FROM added
                      JOIN shipments_shipmentline AS line ON line.id = added.line_id
                      JOIN shipments_shipmentline AS other ON other.shipment_id = line.shipment_id
                    """
                    )
                ),
            ),
            pgtrigger.Trigger(
                name="not_more_than_shipped",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                declare=accounting.DECLARED,
                func=f"""
                {accounting.read("NEW.line_id")}
                IF gone_at IS NOT NULL THEN
                    {refusal("receipt_shipment_is_not_cancelled", "it was cancelled")}
                END IF;
                IF received + short > aboard + over THEN
                    {refusal("receipt_not_more_than_shipped", "report an overage first")}
                END IF;
                RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="not_in_the_future",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                IF NEW.received_on > (NEW.recorded_at AT TIME ZONE 'Asia/Jerusalem')::date THEN
                    {refusal("receipt_not_in_the_future", "that day has not come yet")}
                END IF;
                RETURN NEW;
                """,
            ),
            # What left before the hold may be received; a receipt of what has not left on
            # record is a departure.
            pgtrigger.Trigger(
                name="not_while_held",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__retracts__isnull=True),
                declare=[("aboard_id", "bigint"), ("aboard", "bigint[]")],
                func=f"""
                SELECT line.shipment_id INTO aboard_id
                  FROM shipments_shipmentline line WHERE line.id = NEW.line_id;
                PERFORM 1 FROM shipments_milestone m
                  WHERE m.shipment_id = aboard_id AND m.kind = 'departed'
                    AND m.classifier = 'actual' AND m.retracts_id IS NULL
                    AND NOT EXISTS (SELECT FROM shipments_milestone r WHERE r.retracts_id = m.id);
                IF FOUND THEN
                    RETURN NEW;
                END IF;
                SELECT array_agg(DISTINCT line.order_id) INTO aboard
                  FROM shipments_shipmentline line WHERE line.shipment_id = aboard_id;
                {refused_while_held("receipt_not_while_held", "aboard")}
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="retracts_an_entry_of_its_line",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__retracts__isnull=False),
                func=f"""
                PERFORM 1 FROM shipments_receipt wrong
                  WHERE wrong.id = NEW.retracts_id AND wrong.line_id = NEW.line_id
                    AND wrong.quantity = NEW.quantity AND wrong.retracts_id IS NULL;
                IF NOT FOUND THEN
                    {refusal("receipt_retracts_an_entry_of_its_line", "record it anew")}
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.quantity} on {self.received_on}"
