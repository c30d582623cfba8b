from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from shipments.models.choices import statuses
from shipments.models.order import Order
from shipments.models.triggers import items_due_of_many

if TYPE_CHECKING:
    from shipments.models.user import User


_SUPPLY = (
    "is_open",
    "is_routine",
    "is_held",
    "expected_delivery_on",
    "shipped_quantity",
    "received_quantity",
    "missing_quantity",
)


def _columns(of: str) -> str:
    return ", ".join(f"{of}.{column}" for column in _SUPPLY)


class StandingQuerySet(models.QuerySet["Standing"]):
    def visible_to(self, user: User) -> Self:
        """As ``Order.objects.visible_to``."""
        if user.is_contractors:
            return self.filter(order__contractor_id=user.own_contractor_id)
        return self

    def open(self) -> Self:
        """Ordered, not cancelled and not wholly received: what can still be sped up."""
        return self.filter(is_open=True)


class Standing(models.Model):
    """Where an order stands now: computed from the ledgers, never typed, always recomputable.

    Written by ``shipments.standing`` alone.
    """

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, related_name="standing")
    status = models.CharField(max_length=16, choices=statuses)
    is_open = models.BooleanField()
    is_routine = models.BooleanField(
        help_text="Issue group III, or no designator and urgency routine."
    )
    first_promised_ship_on = models.DateField(null=True)
    promised_ship_on = models.DateField(null=True, help_text="The last promise given.")
    promises_moved_later = models.IntegerField(default=0, help_text="How many times.")
    expected_ship_on = models.DateField(null=True)
    expected_delivery_on = models.DateField(null=True)
    expected_ship_basis = models.CharField(
        max_length=160, blank=True, help_text="Where the expected ship date comes from."
    )
    expected_basis = models.CharField(
        max_length=200, blank=True, help_text="Where the expected delivery comes from."
    )
    ready_quantity = models.BigIntegerField(
        default=0, help_text="Reported ready or inspected, in the order's unit."
    )
    ready_on = models.DateField(null=True, help_text="Since when what is ready has waited.")
    promises_moved_days = models.IntegerField(
        default=0, help_text="From the first promised ship date to the last; below zero if sooner."
    )
    next_milestone_due_on = models.DateField(
        null=True, help_text="When what is on its way should next be heard of, by usual times."
    )
    is_held = models.BooleanField(
        default=False, db_default=False, help_text="A hold in place covers the order."
    )
    shipped_quantity = models.BigIntegerField(default=0, help_text="On shipments not cancelled.")
    departed_quantity = models.BigIntegerField(default=0)
    received_quantity = models.BigIntegerField(default=0)
    missing_quantity = models.BigIntegerField(
        default=0,
        db_default=0,
        help_text="Shipped, but short, lost, wrong or damaged: to be shipped again.",
    )
    last_heard_on = models.DateField(null=True, help_text="The last day any fact came in.")
    recomputed_at = models.DateTimeField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [
            # Counts and lists by status.
            models.Index("status", "order", name="standing_by_status"),
            # How many are held, which every page says, and which the engine leaves out.
            models.Index("order", condition=Q(is_held=True), name="standing_held"),
        ]
        triggers = [
            # The coverage nets an item again when what is to come of it changed.
            pgtrigger.Trigger(
                name="new_supply_is_netted",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="now_stands"),
                func=items_due_of_many("now_stands", "SELECT order_id FROM now_stands"),
            ),
            pgtrigger.Trigger(
                name="moved_supply_is_netted",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="stood", new="now_stands"),
                func=items_due_of_many(
                    "now_stands",
                    f"""
                    SELECT order_id FROM now_stands JOIN stood USING (order_id)
                     WHERE ({_columns("now_stands")}) IS DISTINCT FROM ({_columns("stood")})
                    """,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Standing of {self.order_id}"
