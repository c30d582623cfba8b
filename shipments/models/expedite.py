from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models.choices import ExpediteState, expedite_states, levers, steps
from shipments.models.order import Order
from shipments.models.promise import Promise
from shipments.models.triggers import refused_while_held

if TYPE_CHECKING:
    from shipments.models.user import User


class ExpediteQuerySet(models.QuerySet["Expedite"]):
    def visible_to(self, user: User) -> Self:
        """A contractor's user sees none of them: they are our own case files."""
        return self.none() if user.is_contractors else self

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def due_by(self, on: date) -> Self:
        """Open, not put off past that day, and its next step falls due by then."""
        awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=on)
        return self.open().filter(awake, next_step_on__lte=on)

    def soonest_first(self) -> Self:
        return self.order_by(F("next_step_on").asc(nulls_last=True), "pk")


@pghistory.track()
class Expedite(models.Model):
    """The case file of one order's follow-up, from taking up its flags to closing.

    What was done stands in its actions; here is where it is now.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="expedites")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="expedites")
    state = models.CharField(
        max_length=9, choices=expedite_states, default=ExpediteState.OPEN.value
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    expected_at_opening = models.DateField(
        null=True, blank=True, help_text="Expected delivery then; days gained count from it."
    )
    reasons = models.JSONField(
        default=list, blank=True, help_text="The live flags at opening: reason, points, evidence."
    )
    lever = models.CharField(
        max_length=24, choices=levers, blank=True, help_text="What is to gain the days."
    )
    rung = models.CharField(
        max_length=24, choices=steps, blank=True, help_text="Last step of the ladder taken."
    )
    next_step = models.CharField(max_length=24, choices=steps, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    snoozed_because = models.CharField(max_length=300, blank=True)
    commitment = models.ForeignKey(
        Promise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The promise that it now waits for.",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    days_gained = models.IntegerField(
        null=True, blank=True, help_text="Expected at opening minus what came; below zero if later."
    )
    days_gained_are_firm = models.BooleanField(
        null=True, help_text="Measured on an arrival; otherwise on the expectation at closing."
    )

    objects = ExpediteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(closed_at__isnull=True),
                name="expedite_one_open_per_order",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="expedite_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True, snoozed_because="")
                | (Q(snoozed_until__isnull=False) & ~Q(snoozed_because="")),
                name="expedite_snoozed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(next_step="") | Q(next_step_on__isnull=False),
                name="expedite_next_step_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(days_gained__isnull=True, days_gained_are_firm__isnull=True)
                | Q(days_gained__isnull=False, days_gained_are_firm__isnull=False),
                name="expedite_days_gained_say_how_firm",
            ),
        ]
        indexes = [
            # Whoever opens the desk: what of mine falls due.
            models.Index(
                "owner",
                "next_step_on",
                "id",
                condition=Q(closed_at__isnull=True),
                name="expedite_open_by_owner",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="not_while_held",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__closed_at__isnull=True),
                func=f"""
                {refused_while_held("expedite_not_while_held", "ARRAY[NEW.order_id]")}
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.state}"
