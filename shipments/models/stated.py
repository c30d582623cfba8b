from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shipments.models.choices import StatedKind, stated_kinds
from shipments.models.import_batch import ImportBatch


class Stated(models.Model):
    """Since when what a row says is said: by the newest file, or person, that said it.

    Field by field an older statement does not overwrite a newer one, so that files in any
    order end in one record. Where there is no such row, what stands was said when recorded.
    """

    kind = models.CharField(max_length=10, choices=stated_kinds)
    subject_id = models.BigIntegerField(help_text="Key of the row it is about.")
    said_at = models.DateTimeField(help_text="Of the newest statement, UTC.")
    first_said_at = models.DateTimeField(
        help_text="Of the oldest statement that gave what is kept of the first, UTC."
    )
    fields = models.JSONField(
        default=dict, db_default={}, help_text="When a field was said, where at another moment."
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The file of the newest; empty where a person said it.",
    )
    line = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="stated_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in StatedKind]),
                name="stated_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(first_said_at__lte=F("said_at")), name="stated_first_before_last"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.said_at}"
