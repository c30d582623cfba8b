from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from shipments.models.choices import package_kinds
from shipments.models.shipment import Shipment


class PackageQuerySet(models.QuerySet["Package"]):
    def by_number(self) -> Self:
        return self.order_by("number")


@pghistory.track()
class Package(models.Model):
    """One box, pallet or container of a shipment, with a label of its own."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="packages")
    number = models.PositiveIntegerField(help_text="1 for the first of its shipment.")
    kind = models.CharField(max_length=9, choices=package_kinds)
    marking = models.CharField(max_length=60, blank=True, help_text="What is written on it.")
    gross_weight_kg = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    cube_m3 = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)

    objects = PackageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "number"], name="package_number_once_per_shipment"
            ),
            models.CheckConstraint(
                condition=(Q(gross_weight_kg__isnull=True) | Q(gross_weight_kg__gt=0))
                & (Q(cube_m3__isnull=True) | Q(cube_m3__gt=0))
                & Q(number__gte=1),
                name="package_weight_and_cube_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id}: {self.number}"
