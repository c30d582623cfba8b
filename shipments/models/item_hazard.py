from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.models.choices import Certainty, certainties
from shipments.models.done import done_by_somebody
from shipments.models.item import Item


@pghistory.track()
class ItemHazard(models.Model):
    """How an item is classified for transport, as on its label. Without a row it is not known."""

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True, related_name="hazard")
    is_explosive = models.BooleanField(help_text="Class 1. No says somebody found it is not.")
    un_number = models.CharField(max_length=4, blank=True, help_text="Four digits.")
    proper_shipping_name = models.CharField(max_length=120, blank=True)
    division = models.CharField(max_length=3, blank=True, help_text="1.1 to 1.6.")
    compatibility_group = models.CharField(max_length=1, blank=True, help_text="A to S.")
    net_explosive_kg = models.DecimalField(
        max_digits=12,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="Net explosive weight of one unit; empty while not known, never nought for that.",
    )
    gross_kg = models.DecimalField(
        max_digits=12,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="Gross weight of one unit, as packed.",
    )
    unit_of_issue = models.CharField(
        max_length=2,
        default="EA",
        db_default="EA",
        help_text="The unit that the weights are of. An order in another one has no known weight.",
    )
    source = models.CharField(max_length=300, help_text="Who or what says so.")
    certainty = models.CharField(
        max_length=9, choices=certainties, default=Certainty.REPORTED.value
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(un_number="") | Q(un_number__regex=r"^[0-9]{4}$"),
                name="item_hazard_un_number_has_4_digits",
            ),
            models.CheckConstraint(
                condition=Q(is_explosive=False, division="", compatibility_group="")
                | Q(
                    is_explosive=True,
                    division__regex=r"^1\.[1-6]$",
                    compatibility_group__regex=r"^[A-HJKLNS]$",
                ),
                name="item_hazard_explosives_have_division_and_group",
            ),
            models.CheckConstraint(
                condition=(Q(net_explosive_kg__isnull=True) | Q(net_explosive_kg__gte=0))
                & (Q(gross_kg__isnull=True) | Q(gross_kg__gt=0)),
                name="item_hazard_weights_are_not_negative",
            ),
            done_by_somebody("item_hazard", "confirmed"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.division}{self.compatibility_group}"
