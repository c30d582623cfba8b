from __future__ import annotations

from typing import Self

from django.db import models

from shipments.models.item import Item


class DueItemQuerySet(models.QuerySet["DueItem"]):
    def everything(self) -> Self:
        """The entries that ask for every item."""
        return self.filter(item__isnull=True)


class DueItem(models.Model):
    """The coverage's list of work: an item of which a need or a supply changed.

    Kept as ``DueOrder`` is: added to in the transaction of the change, taken away by who nets it.
    """

    item = models.ForeignKey(
        Item,
        models.CASCADE,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Empty for every item.",
    )
    marked_at = models.DateTimeField()

    objects = DueItemQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.item_id or 'every item'}, {self.marked_at:%Y-%m-%d %H:%M}Z"
