from __future__ import annotations

from django.db import models
from django.db.models import Q

from shipments.models.choices import modes
from shipments.models.contractor import Contractor
from shipments.models.place import Place


class DueRecord(models.Model):
    """The list of work of the records: a contractor or a lane that has one shipment more to tell.

    Kept as ``DueOrder`` is. An entry that names neither asks for every record.
    """

    contractor = models.ForeignKey(
        Contractor,
        models.CASCADE,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    mode = models.CharField(max_length=4, choices=modes, blank=True)
    from_place = models.ForeignKey(
        Place, models.CASCADE, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    to_place = models.ForeignKey(
        Place, models.CASCADE, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mode="", from_place__isnull=True, to_place__isnull=True)
                | (~Q(mode="") & Q(from_place__isnull=False, to_place__isnull=False)),
                name="due_record_names_a_whole_lane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contractor_id or self.mode or 'every record'}"
