from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.models.choices import document_kinds
from shipments.models.discrepancy import Discrepancy
from shipments.models.done import done_by_somebody
from shipments.models.shipment import Shipment

if TYPE_CHECKING:
    from shipments.models.user import User


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> Self:
        """A contractor's user sees those that it added: a paper may name the orders of others."""
        if user.is_contractors:
            own = Shipment.objects.visible_to(user)
            return self.filter(shipment__in=own, added_by__contractor_id=user.own_contractor_id)
        return self

    def standing(self) -> Self:
        """Leave out what was removed."""
        return self.filter(removed_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-added_at", "-pk")


@pghistory.track()
class Document(models.Model):
    """A paper or photo kept with a shipment. Its bytes are in ``DocumentFile``."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="documents")
    discrepancy = models.ForeignKey(
        Discrepancy, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(max_length=28, choices=document_kinds)
    name = models.CharField(max_length=160, help_text="File name, without a path.")
    media_type = models.CharField(max_length=80, help_text="What its bytes are, not its name.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_because = models.CharField(max_length=300, blank=True, default="", db_default="")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="document_kept_once_per_shipment",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_is_hex"
            ),
            done_by_somebody("document", "removed"),
        ]

    def __str__(self) -> str:
        return self.name
