from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from shipments.models import marking
from shipments.models.order import Order
from shipments.models.shipment import Shipment
from shipments.models.triggers import refusal, refused_while_held


@pghistory.track()
class ShipmentLine(models.Model):
    """A quantity of one order, of one lot, aboard one shipment."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="lines")
    order = models.ForeignKey(Order, models.PROTECT, related_name="shipment_lines")
    quantity = models.BigIntegerField(help_text="In the order's unit.")
    lot = models.CharField(max_length=40, blank=True)
    serial_from = models.CharField(max_length=40, blank=True, default="", db_default="")
    serial_to = models.CharField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="shipment_line_quantity_is_positive"
            ),
            models.UniqueConstraint(
                fields=["shipment", "order", "lot"], name="shipment_line_once_per_order_and_lot"
            ),
            models.CheckConstraint(
                condition=Q(serial_from="", serial_to="") | (~Q(serial_from="") & ~Q(serial_to="")),
                name="shipment_line_serials_from_and_to",
            ),
        ]
        triggers = [
            *marking.computed_again(
                marking.ABOARD_WITH_IT, pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete
            ),
            # The order's row is locked first, so that of two lines that together ship too
            # much, written at once, exactly one is refused.
            pgtrigger.Trigger(
                name="not_more_than_ordered",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[
                    ("ceiling", "bigint"),
                    ("shipped", "bigint"),
                    ("only_notified", "boolean"),
                    ("gone", "date"),
                ],
                func=f"""
                SELECT quantity + accepted_overage, possible_sale, cancelled_on
                  INTO ceiling, only_notified, gone
                  FROM shipments_order WHERE id = NEW.order_id FOR NO KEY UPDATE;
                IF only_notified THEN
                    {refusal("shipment_line_order_is_ordered", "it is only a possible sale")}
                END IF;
                IF gone IS NOT NULL THEN
                    {refusal("shipment_line_order_is_not_cancelled", "the order is cancelled")}
                END IF;
                PERFORM 1 FROM shipments_shipment
                  WHERE id = NEW.shipment_id AND cancelled_at IS NOT NULL;
                IF FOUND THEN
                    {refusal("shipment_line_shipment_is_not_cancelled", "log a new shipment")}
                END IF;
                SELECT sum(line.quantity - coalesce(missing.quantity, 0)) INTO shipped
                  FROM shipments_shipmentline line
                  JOIN shipments_shipment shipment ON shipment.id = line.shipment_id
                  LEFT JOIN LATERAL (
                       SELECT sum(d.to_replace) AS quantity FROM shipments_discrepancy d
                        WHERE d.line_id = line.id AND d.withdrawn_at IS NULL) AS missing ON true
                 WHERE line.order_id = NEW.order_id AND shipment.cancelled_at IS NULL;
                IF shipped > ceiling THEN
                    {refusal("order_not_shipped_beyond_quantity", "more than is left to ship")}
                END IF;
                RETURN NULL;
                """,
            ),
            # What was received of a line, or reported of it, is a part of it.
            pgtrigger.Trigger(
                name="not_less_than_received",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("quantity"),
                condition=pgtrigger.AnyChange("quantity"),
                declare=[("accounted", "bigint")],
                func=f"""
                SELECT coalesce((SELECT sum(r.quantity) FROM shipments_receipt r
                                  WHERE r.line_id = NEW.id AND r.retracts_id IS NULL
                                    AND NOT EXISTS (SELECT FROM shipments_receipt back
                                                     WHERE back.retracts_id = r.id)), 0)
                     + coalesce((SELECT sum(CASE WHEN d.kind IN ('shortage', 'non_delivery', 'wrong_item')
                                                 THEN d.quantity WHEN d.kind = 'overage'
                                                 THEN -d.quantity ELSE 0 END)
                                   FROM shipments_discrepancy d
                                  WHERE d.line_id = NEW.id AND d.withdrawn_at IS NULL), 0)
                  INTO accounted;
                IF NEW.quantity < accounted THEN
                    {refusal("shipment_line_not_less_than_accounted_for", "that much was received or reported")}
                END IF;
                RETURN NEW;
                """,
            ),
            # After, because a hold may be on a place that the order goes by only now.
            pgtrigger.Trigger(
                name="not_while_held",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"""
                {refused_while_held("shipment_line_not_while_held", "ARRAY[NEW.order_id]")}
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id}: {self.quantity} of {self.order_id}"
