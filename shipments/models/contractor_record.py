from __future__ import annotations

from django.db import models

from shipments.models.contractor import Contractor


class ContractorRecord(models.Model):
    """What a contractor's promises have been worth. Computed from the ledger, recomputable.

    Every promise it gave for goods that have all left since is one observation: the days from
    the promised day to the day of the last departure, below zero where it was early.
    """

    contractor = models.OneToOneField(
        Contractor, models.CASCADE, primary_key=True, related_name="record"
    )
    promises = models.IntegerField(help_text="How many it rests on.")
    kept = models.IntegerField(help_text="Of those, shipped on the promised day or before.")
    low_slip_days = models.IntegerField(help_text="A quarter of them slipped no more.")
    median_slip_days = models.IntegerField()
    high_slip_days = models.IntegerField(help_text="Three quarters of them slipped no more.")
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contractor_id}: {self.median_slip_days} days over {self.promises}"
