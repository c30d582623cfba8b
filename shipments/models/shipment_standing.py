from __future__ import annotations

from django.db import models

from shipments.models.choices import milestone_kinds, shipment_states
from shipments.models.place import Place
from shipments.models.shipment import Shipment


class ShipmentStanding(models.Model):
    """Where a shipment stands now: computed from its legs, milestones and receipts, never typed.

    Written by ``shipments.standing`` alone.
    """

    shipment = models.OneToOneField(
        Shipment, models.CASCADE, primary_key=True, related_name="standing"
    )
    state = models.CharField(max_length=10, choices=shipment_states)
    logged_at = models.DateTimeField(help_text="The shipment's own, for the lists.")
    planned_departure_on = models.DateField(null=True, help_text="By the plan in force.")
    planned_arrival_on = models.DateField(null=True, help_text="By the plan in force.")
    departed_on = models.DateField(null=True, help_text="Actual.")
    arrived_on = models.DateField(null=True, help_text="Actual.")
    expected_arrival_on = models.DateField(null=True)
    expected_basis = models.CharField(
        max_length=200, blank=True, help_text="Where the expected arrival comes from."
    )
    last_milestone = models.CharField(max_length=30, choices=milestone_kinds, blank=True)
    last_milestone_on = models.DateField(null=True)
    last_place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    next_milestone = models.CharField(max_length=30, choices=milestone_kinds, blank=True)
    next_milestone_due_on = models.DateField(null=True)
    required_on = models.DateField(null=True, help_text="The soonest required date aboard.")
    shipped_quantity = models.BigIntegerField(default=0, help_text="Of all lines, in their units.")
    received_quantity = models.BigIntegerField(default=0)
    discrepancy_quantity = models.BigIntegerField(default=0, help_text="Short, lost or wrong.")
    recomputed_at = models.DateTimeField()

    class Meta:
        indexes = [
            # The shipments list of one state, newest first.
            models.Index(
                "state",
                models.F("logged_at").desc(),
                models.F("shipment_id").desc(),
                name="shipment_standing_by_state",
            ),
            # What should have been heard of, the longest overdue first.
            models.Index(
                "next_milestone_due_on",
                "shipment_id",
                condition=models.Q(next_milestone_due_on__isnull=False),
                name="shipment_standing_due",
            ),
            # The calendar of arrivals: a month of what came and of what is to come.
            models.Index("expected_arrival_on", "shipment_id", name="shipment_standing_by_arrival"),
        ]

    def __str__(self) -> str:
        return f"Standing of {self.shipment_id}"
