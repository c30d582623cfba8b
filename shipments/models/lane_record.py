from __future__ import annotations

from django.db import models

from shipments.models.choices import modes
from shipments.models.place import Place


class LaneRecord(models.Model):
    """How long shipments took from departure to arrival on one lane. Computed, recomputable.

    A lane is its mode and its two places; it has a record without being planned as a Lane too.
    """

    mode = models.CharField(max_length=4, choices=modes)
    from_place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    to_place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    shipments = models.IntegerField(help_text="How many it rests on.")
    low_days = models.IntegerField(help_text="A quarter of them took no longer.")
    median_days = models.IntegerField()
    high_days = models.IntegerField(help_text="Three quarters of them took no longer.")
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mode", "from_place", "to_place"], name="lane_record_one_per_lane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_place_id} to {self.to_place_id} by {self.mode}: {self.median_days} days"
