from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from shipments.models import marking
from shipments.models.triggers import append_only


class PolicyQuerySet(models.QuerySet["Policy"]):
    def newest_first(self) -> Self:
        return self.order_by("-version")

    def with_maker(self) -> Self:
        """Load who made each, in the same query."""
        return self.select_related("made_by")

    def in_force(self) -> Policy:
        """The highest version holds. There is always one: a migration writes the first."""
        return self.newest_first()[:1].get()


class Policy(models.Model):
    """The limits that the rules judge by. A change is a new version; none is edited."""

    version = models.PositiveIntegerField(unique=True)
    limits = models.JSONField(help_text="Limit name to number, as the rules' headers name them.")
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        triggers = [append_only("policy"), marking.all_again()]

    def __str__(self) -> str:
        return f"Policy {self.version}"
