from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from shipments.models.package import Package
from shipments.models.shipment_line import ShipmentLine
from shipments.models.triggers import refusal


@pghistory.track()
class PackageContent(models.Model):
    """How much of a line is in a package."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="contents")
    line = models.ForeignKey(ShipmentLine, models.PROTECT, related_name="packed")
    quantity = models.BigIntegerField(help_text="In the order's unit.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["package", "line"], name="package_content_once_per_line"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="package_content_quantity_is_positive"
            ),
        ]
        triggers = [
            # The line's row is locked first, so that two packages cannot each take the last.
            pgtrigger.Trigger(
                name="not_more_than_the_line",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("holds", "bigint"), ("aboard", "bigint"), ("packed", "bigint")],
                func=f"""
                SELECT line.quantity, line.shipment_id INTO holds, aboard
                  FROM shipments_shipmentline line WHERE line.id = NEW.line_id FOR NO KEY UPDATE;
                PERFORM 1 FROM shipments_package p
                  WHERE p.id = NEW.package_id AND p.shipment_id = aboard;
                IF NOT FOUND THEN
                    {refusal("package_content_is_of_its_shipment", "that line is on another shipment")}
                END IF;
                SELECT sum(quantity) INTO packed
                  FROM shipments_packagecontent WHERE line_id = NEW.line_id;
                IF packed > holds THEN
                    {refusal("package_content_not_more_than_the_line", "more than its line holds")}
                END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package_id}: {self.quantity} of {self.line_id}"
