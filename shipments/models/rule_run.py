from __future__ import annotations

from django.db import models


class RuleRun(models.Model):
    """When one rule last ran over what was due, and how it failed if it did."""

    code = models.CharField(max_length=40, primary_key=True)
    ran_at = models.DateTimeField(null=True, help_text="Last time without failing.")
    as_of = models.DateField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="Empty once it has run again.")
    failure = models.TextField(blank=True, help_text="What the database said.")

    def __str__(self) -> str:
        return f"{self.code}: {'failed' if self.failed_at else 'ran'}"
