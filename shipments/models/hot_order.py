from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from shipments.models.choices import flag_kinds
from shipments.models.order import Order

if TYPE_CHECKING:
    from shipments.models.user import User


class HotOrderQuerySet(models.QuerySet["HotOrder"]):
    def visible_to(self, user: User) -> Self:
        """As ``Order.objects.visible_to``."""
        if user.is_contractors:
            return self.filter(order__contractor_id=user.own_contractor_id)
        return self

    def hottest_first(self) -> Self:
        """By score, then by required date with the unknown ones last, then by key."""
        return self.order_by("-score", F("required_on").asc(nulls_last=True), "pk")


class HotOrder(models.Model):
    """An order that has live flags, and their sum. Written by the judging engine alone."""

    order = models.OneToOneField(
        Order, models.CASCADE, primary_key=True, db_constraint=False, related_name="hot"
    )
    score = models.IntegerField(help_text="Sum of the points of its live flags.")
    kind = models.CharField(max_length=8, choices=flag_kinds)
    required_on = models.DateField(null=True, help_text="As on the order, for the hot list.")

    objects = HotOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__gt=0), name="hot_order_has_points"),
        ]
        indexes = [
            # The hot list, page by page.
            models.Index(
                F("score").desc(),
                F("required_on").asc(nulls_last=True),
                F("order").asc(),
                name="hot_order_hottest_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.score}"
