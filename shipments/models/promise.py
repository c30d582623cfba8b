from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from shipments.models import marking
from shipments.models.choices import channels
from shipments.models.contact import Contact
from shipments.models.import_batch import ImportBatch
from shipments.models.order import Order
from shipments.models.triggers import append_only

if TYPE_CHECKING:
    from shipments.models.user import User


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: User) -> Self:
        """As ``Order.objects.visible_to``."""
        if user.is_contractors:
            return self.filter(order__contractor_id=user.own_contractor_id)
        return self

    def oldest_first(self) -> Self:
        """In the order they were said, which is the order in which they hold."""
        return self.order_by(Coalesce("reported_at", "recorded_at"), "ship_on", "pk")

    def newest_first(self) -> Self:
        return self.oldest_first().reverse()

    def said(self, moment: datetime) -> Self:
        """The parts of one answer: what was said of an order at one moment."""
        return self.alias(moment=Coalesce("reported_at", "recorded_at")).filter(moment=moment)


class Promise(models.Model):
    """A ship date a contractor gave for a quantity. One said later replaces it, none is edited."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="promises")
    ship_on = models.DateField(help_text="The day it promised to ship.")
    quantity = models.BigIntegerField(
        null=True, blank=True, help_text="In the order's unit; empty means all that is left."
    )
    said_on = models.DateField(help_text="The day it was said.")
    said_by = models.CharField(max_length=120)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="promises"
    )
    channel = models.CharField(max_length=11, choices=channels)
    reason = models.CharField(max_length=300, blank=True, help_text="Why the date moved.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    reported_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it was said, where a file told it; empty: when it was recorded. It holds from then on.",
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The file it came in.",
    )
    line = models.BigIntegerField(null=True, blank=True, help_text="Of that file, from 1.")

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
                name="promise_quantity_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=True) | Q(reported_at__isnull=False),
                name="promise_of_a_file_says_when",
            ),
            # What a file promises is recorded once, in however many files it came.
            models.UniqueConstraint(
                fields=["order", "reported_at", "ship_on", "quantity"],
                condition=Q(batch__isnull=False),
                nulls_distinct=False,
                name="promise_of_a_file_once",
            ),
        ]
        indexes = [
            # Standing and rules: the promises of an order as they were said, the last of them.
            models.Index(
                "order",
                Coalesce("reported_at", "recorded_at"),
                "said_on",
                name="promise_by_order_as_said",
            ),
        ]
        triggers = [
            append_only("promise"),
            *marking.computed_again(marking.ITS_ORDER, pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.ship_on}"

    @property
    def said_at(self) -> datetime:
        """Since when it holds; of one answer all parts have the same."""
        return self.reported_at or self.recorded_at
