from __future__ import annotations

from django.db import models


class JudgingChunk(models.Model):
    """A range of order keys, and by what it was last judged. A worker holds its row meanwhile.

    Chunk n holds the orders with keys from n times the engine's chunk size on. One that was
    last judged by other rules, or by another policy, is judged as a whole; otherwise only its
    due orders are, and those that a limit reaches between the day it was judged and the new one.
    """

    number = models.IntegerField(primary_key=True)
    judged_on = models.DateField(null=True, help_text="The day as of which; empty for never.")
    judged_by = models.CharField(
        max_length=64, blank=True, help_text="Digest of the rules and the policy's version."
    )

    live_flags = models.IntegerField(
        db_default=0, help_text="Of its orders: counted as they are raised and cleared."
    )

    def __str__(self) -> str:
        return f"Chunk {self.number}, judged on {self.judged_on}"
