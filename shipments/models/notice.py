from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.models.choices import NoticeKind, notice_kinds
from shipments.models.expedite import Expedite
from shipments.models.order import Order


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Notice(models.Model):
    """Something that one person should know of, in that person's inbox."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=24, choices=notice_kinds)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="+")
    expedite = models.ForeignKey(Expedite, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    occasion = models.CharField(
        max_length=120, help_text="What it tells of; one notice an occasion and person."
    )
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it went into a mail, at once or in a digest."
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            # Whoever tells twice tells once: the worker may run again.
            models.UniqueConstraint(fields=["user", "occasion"], name="notice_told_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in NoticeKind]),
                name="notice_kind_is_known",
            ),
        ]
        indexes = [
            # The inbox, and the count beside its name on every page.
            models.Index("user", "read_at", "at", name="notice_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.text}"
