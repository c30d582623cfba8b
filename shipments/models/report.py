from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from shipments.models import marking
from shipments.models.choices import Certainty, ReportKind, certainties, channels, report_kinds
from shipments.models.contact import Contact
from shipments.models.import_batch import ImportBatch
from shipments.models.order import Order
from shipments.models.triggers import append_only

if TYPE_CHECKING:
    from shipments.models.user import User


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """As ``Order.objects.visible_to``."""
        if user.is_contractors:
            return self.filter(order__contractor_id=user.own_contractor_id)
        return self

    def oldest_first(self) -> Self:
        """In the order they were said."""
        return self.order_by("reported_at", "pk")

    def newest_first(self) -> Self:
        return self.oldest_first().reverse()


class Report(models.Model):
    """What somebody outside told us of an order, kept as it was told. Added to, never edited."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20, choices=report_kinds)
    occurs_on = models.DateField(help_text="The day that what it tells of happened.")
    quantity = models.BigIntegerField(
        null=True, blank=True, help_text="In the order's unit; empty means all that is left."
    )
    said_by = models.CharField(max_length=120)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    channel = models.CharField(max_length=11, choices=channels)
    raw = models.TextField(blank=True, help_text="As received, where it came as text.")
    note = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(
        max_length=9, choices=certainties, default=Certainty.REPORTED.value
    )
    reported_at = models.DateTimeField(help_text="When they said it, UTC.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
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

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
                name="report_quantity_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ReportKind]),
                name="report_kind_is_known",
            ),
            # The same record of the same day is one report, in however many files it came.
            models.UniqueConstraint(
                "order",
                "occurs_on",
                MD5("raw"),
                condition=Q(batch__isnull=False),
                name="report_of_a_record_once",
            ),
        ]
        indexes = [
            # Standing and the order's page: what was reported of an order.
            models.Index("order", "reported_at", "id", name="report_by_order_as_said"),
        ]
        triggers = [
            append_only("report"),
            *marking.computed_again(marking.ITS_ORDER, pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.kind} {self.occurs_on}"
