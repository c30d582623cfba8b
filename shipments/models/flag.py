from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from shipments.models.choices import flag_kinds
from shipments.models.order import Order
from shipments.models.policy import Policy

if TYPE_CHECKING:
    from shipments.models.user import User


# These reasons name what the receiver asked for, which is not a contractor's to read.
# tests/expedite/test_reading.py holds them to what the rules read.
ABOUT_NEEDS = frozenset({"need_uncovered", "outgrown_routine"})


class FlagQuerySet(models.QuerySet["Flag"]):
    def visible_to(self, user: User) -> Self:
        """As ``Order.objects.visible_to``; and a contractor's user reads nothing of needs."""
        if user.is_contractors:
            own = self.filter(order__contractor_id=user.own_contractor_id)
            return own.exclude(reason__in=ABOUT_NEEDS)
        return self

    def live(self) -> Self:
        return self.filter(cleared_at__isnull=True)

    def with_order(self) -> Self:
        """Load everything a row or a serializer shows, in the same query."""
        return self.select_related("order__item", "order__contractor", "policy")

    def weightiest_first(self) -> Self:
        return self.order_by("-points", "pk")


class Flag(models.Model):
    """One reason on one order, raised and cleared by the worker alone."""

    # No constraints on these two: only the judging engine writes flags, for orders it has just
    # read under the policy in force; neither is ever removed (the order's standing holds it,
    # policies are a ledger); and to check each flag costs as much as to raise it. The order is
    # indexed by flag_by_order.
    order = models.ForeignKey(
        Order, models.PROTECT, related_name="flags", db_index=False, db_constraint=False
    )
    reason = models.CharField(max_length=40, help_text="The rule's name.")
    kind = models.CharField(max_length=8, choices=flag_kinds)
    since = models.DateField(help_text="First day the rule held.")
    points = models.SmallIntegerField()
    evidence = models.JSONField(help_text="The facts the rule saw; no value that ages.")
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    raised_at = models.DateTimeField()
    evidence_at = models.DateTimeField(help_text="When the evidence last changed.")
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_because = models.CharField(max_length=120, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            # Stands behind reconcile.sql, which raises what is not live yet, one pass at a time.
            models.UniqueConstraint(
                fields=["order", "reason"],
                condition=Q(cleared_at__isnull=True),
                name="flag_one_live_per_order_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True, cleared_because="")
                | (Q(cleared_at__isnull=False) & ~Q(cleared_because="")),
                name="flag_cleared_with_a_reason",
            ),
        ]
        indexes = [
            # An order's past flags on its timeline.
            models.Index("order", "raised_at", name="flag_by_order"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.reason}"
