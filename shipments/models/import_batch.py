from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from shipments.models.choices import (
    ImportState,
    import_doors,
    import_formats,
    import_kinds,
    import_states,
)
from shipments.models.lane import Lane

if TYPE_CHECKING:
    from shipments.models.user import User


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        """A file tells of many contractors' orders: a contractor's user sees none."""
        return self.none() if user.is_contractors else self

    def newest_first(self) -> Self:
        return self.order_by("-uploaded_at", "-pk")

    def at_hand(self) -> Self:
        """On their way, or waiting for a person to name their columns or to let a trial be real."""
        states = (*ImportState.at_work(), ImportState.UNMAPPED, ImportState.TRIED)
        return self.filter(state__in=[state.value for state in states])

    def waiting(self) -> Self:
        """What a worker has to take up: also what one took up, which may have been killed."""
        return self.filter(state__in=[state.value for state in ImportState.at_work()])


class ImportBatch(models.Model):
    """A file of orders, or of facts about them, from its arrival until it is on record.

    The row says how far it has come. Its bytes are in ``ImportPart``, its refused lines in
    ``ImportRefusal``. The same bytes are the same batch.
    """

    name = models.CharField(max_length=200, help_text="File name, without a path.")
    sender = models.CharField(
        max_length=120, blank=True, help_text="Who it is from. Mappings are remembered by it."
    )
    kind = models.CharField(max_length=11, choices=import_kinds, blank=True)
    format = models.CharField(max_length=7, choices=import_formats)
    size = models.BigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64, unique=True)
    door = models.CharField(max_length=7, choices=import_doors)
    profile = models.CharField(
        max_length=9, blank=True, help_text="Of MILSTRIP: where a shipment status has its TCN."
    )
    date_order = models.CharField(
        max_length=3, blank=True, help_text="Of sheets: dmy, mdy or ymd; empty for ISO dates only."
    )
    decimal_mark = models.CharField(
        max_length=1,
        blank=True,
        default="",
        db_default="",
        help_text="Of sheets: a point or a comma; empty where nobody said.",
    )
    mapping = models.JSONField(
        null=True, blank=True, help_text="Field by heading, where a person confirmed it."
    )
    lane = models.ForeignKey(
        Lane,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The way of shipments whose order has no lane.",
    )
    is_trial = models.BooleanField(
        default=False, help_text="To say what it would do, and to do nothing."
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    state = models.CharField(max_length=9, choices=import_states)
    step = models.CharField(max_length=80, blank=True, help_text="What is being done of it.")
    failure = models.TextField(
        blank=True, help_text="Why the file as a whole was refused, or waits for a person."
    )
    notes = ArrayField(
        models.TextField(),
        default=list,
        db_default=[],
        blank=True,
        help_text="What people should know of how it was read.",
    )
    reported_at = models.DateTimeField(
        help_text="When its sender said what it says: the file's own time where it has one, UTC."
    )
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who had it run last; what it says is recorded by who sent it.",
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When its progress was last put down."
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True, help_text="When somebody asked.")
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    bytes_read = models.BigIntegerField(default=0)
    lines = models.BigIntegerField(default=0, help_text="Read so far, empty ones left out.")
    accepted = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    older = models.BigIntegerField(
        default=0, help_text="Said less than what stands was said later: kept as reports."
    )
    unmatched = models.BigIntegerField(
        default=0, help_text="Of orders not known yet: kept until they are."
    )

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="import_batch_sha256_is_hex"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]),
                name="import_batch_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportState.REFUSED.value) | ~Q(failure=""),
                name="import_batch_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by__isnull=True) | Q(cancelled_at__isnull=False),
                name="import_batch_cancelled_says_when",
            ),
        ]
        indexes = [
            # The list of imports, newest first, paged by (uploaded_at, id).
            models.Index(F("uploaded_at").desc(), F("id").desc(), name="import_newest_first"),
            # What the worker has to take up.
            models.Index(
                "id",
                condition=Q(state__in=["waiting", "reading", "applying"]),
                name="import_at_work",
            ),
        ]

    def __str__(self) -> str:
        return self.name
